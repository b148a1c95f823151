package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.exchange.Continuation.After;
import io.holdfast.gateway.exchange.Continuation.Judgement;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A file server as RFC 9110 wants it, replicas of which are lost: the client gets the file, or is cut. */
class DownloadContinuesPropertyTest {

    private record Answered(AnswerHead head, byte[] body) {}

    private static byte[] file(int size) {
        byte[] file = new byte[size];
        new Random(size).nextBytes(file);
        return file;
    }

    private static Answered serve(byte[] file, String etag, @Nullable String range, @Nullable String ifRange) {
        if (range == null || ifRange != null && !ifRange.equals(etag)) {
            return new Answered(
                    AnswerHead.of(200, Map.of("etag", etag, "content-length", "" + file.length)::get), file);
        }
        String[] ends = range.substring("bytes=".length()).split("-", -1);
        int from = ends[0].isEmpty() ? Math.max(0, file.length - Integer.parseInt(ends[1])) : Integer.parseInt(ends[0]);
        int last = ends[0].isEmpty() || ends[1].isEmpty()
                ? file.length - 1
                : Math.min(Integer.parseInt(ends[1]), file.length - 1);
        if (from > last) {
            return new Answered(
                    AnswerHead.of(416, Map.of("content-range", "bytes */" + file.length)::get), new byte[0]);
        }
        Map<String, String> headers = Map.of(
                "etag", etag,
                "content-range", "bytes " + from + "-" + last + "/" + file.length,
                "content-length", "" + (last - from + 1));
        return new Answered(AnswerHead.of(206, headers::get), Arrays.copyOfRange(file, from, last + 1));
    }

    private static void whole(byte[] file, @Nullable String range, List<Integer> losses) {
        Answered answer = serve(file, "\"v\"", range, null);
        byte[] expected = answer.body();
        DownloadPosition position = DownloadPosition.of("GET", answer.head());
        assertThat(position).isNotNull();
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        for (int loss : losses) {
            got.write(answer.body(), 0, position.passed(Math.min(loss, answer.body().length)));
            if (position.lost() == After.END) {
                break;
            }
            DownloadPosition.Ask ask = position.ask();
            answer = serve(file, "\"v\"", ask.range(), ask.ifRange());
            assertThat(position.judge(answer.head())).isEqualTo(Judgement.CONTINUE);
        }
        if (position.lost() == After.RESUME) {
            got.write(answer.body(), 0, position.passed(answer.body().length));
        }
        assertThat(got.toByteArray()).isEqualTo(expected);
        assertThat(position.lost()).isEqualTo(After.END);
    }

    @Property
    void a_file_comes_whole_wherever_it_is_lost(
            @ForAll @IntRange(max = 2000) int size, @ForAll @Size(max = 8) List<@IntRange(max = 700) Integer> losses) {
        whole(file(size), null, losses);
    }

    @Property
    void a_range_comes_whole_wherever_it_is_lost(
            @ForAll @IntRange(max = 999) int from,
            @ForAll @IntRange(max = 1500) int length,
            @ForAll @Size(max = 8) List<@IntRange(max = 300) Integer> losses) {
        whole(file(1000), "bytes=" + from + "-" + (from + length), losses);
    }

    @Property
    void a_suffix_comes_whole_wherever_it_is_lost(
            @ForAll @IntRange(min = 1, max = 1500) int length,
            @ForAll @Size(max = 8) List<@IntRange(max = 300) Integer> losses) {
        whole(file(1000), "bytes=-" + length, losses);
    }

    @Property
    void a_file_that_changed_is_never_spliced(
            @ForAll @IntRange(min = 2, max = 2000) int size,
            @ForAll @IntRange(min = 1, max = 2000) int otherSize,
            @ForAll @IntRange(max = 1999) int lostAt,
            @ForAll boolean heedsIfRange) {
        DownloadPosition position = DownloadPosition.of(
                "GET", serve(file(size), "\"v\"", null, null).head());
        assertThat(position).isNotNull();
        position.passed(lostAt % size);
        DownloadPosition.Ask ask = position.ask();
        Answered other = serve(file(otherSize), "\"w\"", ask.range(), heedsIfRange ? ask.ifRange() : null);
        assertThat(position.judge(other.head())).isEqualTo(Judgement.CUT);
    }
}
