package io.holdfast.gateway.stream;

/** Which answers are downloads that can go on from another replica (section 7 of the design, RFC 9110 section 14). */
public final class DownloadRule {

    /** Whether an answer can, or what stands in the way. */
    public enum Resumable {
        YES,
        /** Only what GET gave can be asked for in part. */
        NOT_GET,
        /** Neither 200 nor 206. */
        STATUS,
        /** No {@code Content-Length}, so nobody can tell where it ends; or it contradicts {@code Content-Range}. */
        LENGTH,
        /** A {@code Content-Encoding}: two replicas need not code alike. */
        ENCODED,
        /** Several parts, a 206 without a range of bytes, or {@code Accept-Ranges: none}. */
        RANGES,
        /** No strong {@code ETag} and no {@code Last-Modified} at least 60 s older than {@code Date}. */
        VALIDATOR
    }

    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private DownloadRule() {}

    /** Checks the answer to a request of this method. */
    public static Resumable check(String method, AnswerHead head) {
        if (!method.equals("GET")) {
            return Resumable.NOT_GET;
        }
        if (head.status() != OK && head.status() != PARTIAL) {
            return Resumable.STATUS;
        }
        if (head.encoded()) {
            return Resumable.ENCODED;
        }
        if (head.length() < 0) {
            return Resumable.LENGTH;
        }
        if (head.isMultipartRanges()
                || head.acceptRanges() != null && head.acceptRanges().trim().equalsIgnoreCase("none")) {
            return Resumable.RANGES;
        }
        if (head.status() == PARTIAL) {
            ContentRange range = ContentRange.parse(head.contentRange());
            if (range == null) {
                return Resumable.RANGES;
            }
            if (range.length() != head.length()) {
                return Resumable.LENGTH;
            }
        }
        return Validator.of(head) == null ? Resumable.VALIDATOR : Resumable.YES;
    }
}
