package io.holdfast.gateway.exchange;

/**
 * The gateway's own verdict that a request failed (502, 503, 504), for entrances with filters that react to errors,
 * such as a circuit breaker with a fallback. Carries the answer that the client gets when nobody reacts.
 */
public final class ExchangeFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    public ExchangeFailedException(Answer answer) {
        super("the exchange failed with " + answer.status(), null, false, false);
        this.answer = answer;
    }

    /** What the client gets. */
    public Answer answer() {
        return answer;
    }
}
