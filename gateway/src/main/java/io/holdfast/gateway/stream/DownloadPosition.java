package io.holdfast.gateway.stream;

import io.holdfast.gateway.exchange.Continuation.After;
import io.holdfast.gateway.exchange.Continuation.Judgement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far one client's download has come, over the connections to several replicas. Keeps numbers only. Not for several
 * threads at once.
 */
public final class DownloadPosition {

    /** Headers of the client's request that a request for the rest must not carry; {@link #ask} sets its own. */
    public static final List<String> CONDITIONS =
            List.of("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "range");

    /**
     * The headers that ask for the rest.
     *
     * @param range value of {@code Range}
     * @param ifRange value of {@code If-Range}
     */
    public record Ask(String range, String ifRange) {}

    private final boolean partial;
    private final long first;
    private final long last;
    private final long complete;
    private final Validator validator;
    private long next;

    private DownloadPosition(boolean partial, ContentRange range, Validator validator) {
        this.partial = partial;
        this.first = range.first();
        this.last = range.last();
        this.complete = range.complete();
        this.validator = validator;
        this.next = range.first();
    }

    /** At the start of an answer; null unless {@link DownloadRule#check} says {@code YES}. */
    public static @Nullable DownloadPosition of(String method, AnswerHead head) {
        Validator validator = Validator.of(head);
        if (validator == null || DownloadRule.check(method, head) != DownloadRule.Resumable.YES) {
            return null;
        }
        ContentRange part = head.status() == 206 ? ContentRange.parse(head.contentRange()) : null;
        long length = head.length();
        return part == null
                ? new DownloadPosition(false, new ContentRange(0, length - 1, length), validator)
                : new DownloadPosition(true, part, validator);
    }

    /**
     * Bytes of the present connection.
     *
     * @return how many of them, from the first, the client is to be given: fewer only when an answer is longer than it
     *     said
     */
    public int passed(int bytes) {
        int taken = (int) Math.min(bytes, last + 1 - next);
        next += taken;
        return taken;
    }

    /** Bytes given to the client so far. */
    public long position() {
        return next - first;
    }

    /** What follows when the present connection gives no more, whether it ended or was lost. */
    public After lost() {
        return next > last ? After.END : After.RESUME;
    }

    /** How to ask another replica for the rest. */
    public Ask ask() {
        return new Ask("bytes=" + next + "-" + (partial ? last : ""), validator.value());
    }

    /** Judges the answer to {@link #ask}: what is not exactly the rest of the same version is never spliced. */
    public Judgement judge(AnswerHead head) {
        if (head.status() != 206) {
            return Continuable.status(head.status()) ? Judgement.TRY_OTHER : Judgement.CUT;
        }
        ContentRange range = ContentRange.parse(head.contentRange());
        boolean rest = range != null
                && range.first() == next
                && range.last() == last
                && range.complete() == complete
                && (head.length() == range.length() || head.contentLength() == null)
                && !head.encoded()
                && !head.isMultipartRanges()
                && validator.matches(head);
        return rest ? Judgement.CONTINUE : Judgement.CUT;
    }
}
