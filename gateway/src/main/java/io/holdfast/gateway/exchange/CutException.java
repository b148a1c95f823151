package io.holdfast.gateway.exchange;

/** The body of an answer could not be made whole: the client's connection is cut, never ended as if whole. */
public final class CutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CutException(String why) {
        super(why, null, false, false);
    }
}
