package io.holdfast.stub.http;

/** A request that is answered with an error status and a message that says what was expected. */
public final class Refusal extends RuntimeException {
    private final int status;

    public Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
