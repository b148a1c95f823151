package io.holdfast.stub.job;

import java.io.IOException;

/** Who does the work of each idempotency key, and what the answer was. Used on the ledger's thread. */
interface Keys {
    /** What an attempt to take a key came to. */
    sealed interface Claim {}

    /**
     * The work is the caller's, who ends it with {@link #store} or {@link #release}.
     *
     * @param takenOver from an owner that died, and may have done the work before
     */
    record Mine(boolean takenOver) implements Claim {}

    /** Someone who lives is at work: ask again. */
    record Taken() implements Claim {}

    /** It was done. */
    record Answered(byte[] answer) implements Claim {}

    /** The key was used for another request. */
    record Different() implements Claim {}

    /**
     * @param hashedKey a file name
     * @param fingerprint of the request, without spaces; a key stands for one request
     */
    Claim claim(String hashedKey, String fingerprint) throws IOException;

    /** Keeps the answer for those who ask later. */
    void store(String hashedKey, String fingerprint, byte[] answer) throws IOException;

    /** Gives a key up whose work failed. */
    void release(String hashedKey) throws IOException;
}
