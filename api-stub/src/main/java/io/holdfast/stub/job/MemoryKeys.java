package io.holdfast.stub.job;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys that are honoured by this process only. */
final class MemoryKeys implements Keys {
    private record Entry(String fingerprint, byte @Nullable [] answer) {}

    private final Map<String, Entry> entries = new HashMap<>();

    @Override
    public Claim claim(String hashedKey, String fingerprint) {
        Entry entry = entries.putIfAbsent(hashedKey, new Entry(fingerprint, null));
        if (entry == null) {
            return new Mine(false);
        }
        if (!entry.fingerprint.equals(fingerprint)) {
            return new Different();
        }
        return entry.answer == null ? new Taken() : new Answered(entry.answer);
    }

    @Override
    public void store(String hashedKey, String fingerprint, byte[] answer) {
        entries.put(hashedKey, new Entry(fingerprint, answer));
    }

    @Override
    public void release(String hashedKey) {
        entries.remove(hashedKey);
    }
}
