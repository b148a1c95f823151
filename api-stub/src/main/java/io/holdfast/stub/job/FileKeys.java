package io.holdfast.stub.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are honoured by all processes that share a directory. {@code KEY.1} says who took a key; when that owner died
 * before its answer, who first makes {@code KEY.2} takes it over, and so on: no file is ever taken away from anyone, so two
 * that see a dead owner cannot both win. {@code KEY.answer} is the answer.
 */
final class FileKeys implements Keys {
    private final Path directory;
    private final Owners owners;

    FileKeys(Path directory, Owners owners) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.owners = owners;
    }

    @Override
    public Claim claim(String hashedKey, String fingerprint) throws IOException {
        Claim answered = answered(hashedKey, fingerprint);
        if (answered != null) {
            return answered;
        }
        int last = last(hashedKey);
        if (last > 0) {
            String[] words = read(hashedKey, last);
            if (words.length < 2) {
                return new Taken();
            }
            if (!words[1].equals(fingerprint)) {
                return new Different();
            }
            if (owners.alive(words[0])) {
                return new Taken();
            }
        }
        byte[] mine = (owners.me() + " " + fingerprint + "\n").getBytes(StandardCharsets.UTF_8);
        if (!ExclusiveFile.create(generation(hashedKey, last + 1), mine, owners.me())) {
            return new Taken();
        }
        if (last == 0) {
            return new Mine(false);
        }
        // The owner before may have left its answer after the look above, as its last act.
        answered = answered(hashedKey, fingerprint);
        return answered != null ? answered : new Mine(true);
    }

    private @Nullable Claim answered(String hashedKey, String fingerprint) throws IOException {
        Path file = answer(hashedKey);
        if (!Files.exists(file)) {
            return null;
        }
        byte[] kept = Files.readAllBytes(file);
        byte[] head = (fingerprint + "\n").getBytes(StandardCharsets.UTF_8);
        if (kept.length < head.length || !Arrays.equals(head, 0, head.length, kept, 0, head.length)) {
            return new Different();
        }
        return new Answered(Arrays.copyOfRange(kept, head.length, kept.length));
    }

    private int last(String hashedKey) {
        int number = 0;
        while (Files.exists(generation(hashedKey, number + 1))) {
            number++;
        }
        return number;
    }

    /** Owner and fingerprint; nothing when the key was given up meanwhile. */
    private String[] read(String hashedKey, int number) throws IOException {
        try {
            return Files.readString(generation(hashedKey, number)).trim().split(" ");
        } catch (NoSuchFileException e) {
            return new String[0];
        }
    }

    @Override
    public void store(String hashedKey, String fingerprint, byte[] answer) throws IOException {
        byte[] head = (fingerprint + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(head, head.length + answer.length);
        System.arraycopy(answer, 0, whole, head.length, answer.length);
        ExclusiveFile.replace(answer(hashedKey), whole, owners.me());
    }

    @Override
    public void release(String hashedKey) throws IOException {
        Files.deleteIfExists(generation(hashedKey, last(hashedKey)));
    }

    private Path generation(String hashedKey, int number) {
        return directory.resolve(hashedKey + "." + number);
    }

    private Path answer(String hashedKey) {
        return directory.resolve(hashedKey + ".answer");
    }
}
