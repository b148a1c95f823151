package io.holdfast.stub.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.stub.job.Keys.Answered;
import io.holdfast.stub.job.Keys.Claim;
import io.holdfast.stub.job.Keys.Mine;
import io.holdfast.stub.job.Keys.Taken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeysTest extends KeysContract {
    @TempDir
    Path directory;

    private final List<Owners> opened = new ArrayList<>();

    @Override
    Keys keys() throws IOException {
        return new FileKeys(directory.resolve("keys"), owner());
    }

    private Owners owner() throws IOException {
        Owners owners = new Owners(directory.resolve("owners"), "test");
        opened.add(owners);
        return owners;
    }

    private Keys of(Owners owners) throws IOException {
        return new FileKeys(directory.resolve("keys"), owners);
    }

    @AfterEach
    void close() throws IOException {
        for (Owners owners : opened) {
            owners.close();
        }
    }

    @Test
    void anotherReplicaSeesWhoIsAtWorkAndTheAnswer() throws IOException {
        Keys one = keys();
        Keys two = keys();
        one.claim("k", "f");
        assertThat(two.claim("k", "f")).isEqualTo(new Taken());
        one.store("k", "f", new byte[] {7});
        assertThat(two.claim("k", "f")).isInstanceOf(Answered.class);
    }

    @Test
    void theKeyOfADeadOwnerIsTakenOverOnce() throws IOException {
        Owners dead = owner();
        of(dead).claim("k", "f");
        dead.close();
        Keys two = keys();
        Keys three = keys();
        assertThat(two.claim("k", "f")).isEqualTo(new Mine(true));
        assertThat(three.claim("k", "f")).isEqualTo(new Taken());
    }

    @Test
    void aDeadOwnerThatLeftItsAnswerIsAnswered() throws IOException {
        Owners dead = owner();
        Keys keys = of(dead);
        keys.claim("k", "f");
        keys.store("k", "f", new byte[] {7});
        dead.close();
        assertThat(keys().claim("k", "f")).isInstanceOf(Answered.class);
    }

    @Test
    void ofManyThatSeeADeadOwnerOneWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 50; round++) {
                String key = "k" + round;
                Owners dead = new Owners(directory.resolve("owners"), "dead");
                of(dead).claim(key, "f");
                dead.close();
                List<Callable<Claim>> claims = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    Keys keys = keys();
                    claims.add(() -> keys.claim(key, "f"));
                }
                int won = 0;
                for (Future<Claim> claim : threads.invokeAll(claims)) {
                    won += claim.get() instanceof Mine ? 1 : 0;
                }
                assertThat(won).describedAs("round %d", round).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
