package io.holdfast.gateway.stream;

/** How the body of an answer is treated (section 5 rule 4 and section 7 of the design). */
public enum BodyClass {
    /** There is none: HEAD, 1xx, 204, 304. Nothing to wait for. */
    NO_BODY,
    /** Events pass at once, whole, and go on from another replica: {@link EventStreamSession}. */
    EVENT_STREAM,
    /** Events that cannot be told apart or spliced (coded, of a fixed length, not 200): bytes pass at once, a loss cuts. */
    OPAQUE_EVENTS,
    /** Goes on from another replica at the position reached: {@link DownloadPosition}. */
    DOWNLOAD,
    /** Small or of unknown length: held until whole, within the bounds of rule 4, so that the request can be repeated. */
    HOLD_WHOLE,
    /** Bytes pass as they come, a loss cuts. */
    PASS;

    private static final int OK = 200;

    /**
     * Classifies an answer.
     *
     * <p>An answer that is {@code HOLD_WHOLE} and was not whole in time may still be one that
     * {@link DownloadRule#check} finds resumable.
     *
     * @param method of the request
     * @param wholeBodyUnder {@code stream.whole-body-under} in bytes; 0: nothing is held
     */
    public static BodyClass of(String method, AnswerHead head, long wholeBodyUnder) {
        int status = head.status();
        if (method.equals("HEAD") || status < OK || status == 204 || status == 304) {
            return NO_BODY;
        }
        long length = head.length();
        if (head.isEventStream() && length < 0) {
            return status == OK && !head.encoded() ? EVENT_STREAM : OPAQUE_EVENTS;
        }
        if (length <= wholeBodyUnder && wholeBodyUnder > 0) {
            return HOLD_WHOLE;
        }
        if (DownloadRule.check(method, head) == DownloadRule.Resumable.YES) {
            return DOWNLOAD;
        }
        return head.isEventStream() ? OPAQUE_EVENTS : PASS;
    }
}
