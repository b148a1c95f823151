package io.holdfast.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whole answers kept to be given when no replica can give a fresh one: the last one of each key ({@link StaleRule#key}),
 * the longest unused let go first. Thread-safe; bounded by bytes. {@link StaleRule} says which.
 */
public final class StaleAnswers {

    /** Of all that is kept of one service, in bytes. */
    static final long MOST_BYTES = 16 << 20;

    /** What an entry costs beside its texts and its body. */
    private static final int OVERHEAD = 512;

    private record Kept(
            int status,
            HttpHeaders headers,
            byte[] body,
            List<String> varying,
            List<String> values,
            long at,
            long size) {}

    private final long maxAgeNanos;
    private final Map<String, Kept> byKey = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /** @param maxAgeNanos how old an answer may be that is given */
    public StaleAnswers(long maxAgeNanos) {
        this.maxAgeNanos = maxAgeNanos;
    }

    /** Keeps a copy of an answer if it may be kept. */
    void keep(String key, RequestHead request, int status, HttpHeaders headers, @Nullable ByteBuf body, long now) {
        HttpHeaders asked = request.headers();
        if (!StaleRule.keeps(request.method().name(), status, asked::getAll, headers::getAll)) {
            return;
        }
        List<String> varying = StaleRule.varying(headers::getAll);
        byte[] copy = body == null ? new byte[0] : ByteBufUtil.getBytes(body);
        List<String> values = values(asked, varying);
        long size = OVERHEAD + copy.length + key.length() + texts(headers);
        Kept kept = new Kept(status, headers.copy(), copy, varying, values, now, size);
        synchronized (this) {
            Kept old = byKey.put(key, kept);
            bytes += kept.size() - (old == null ? 0 : old.size());
            Iterator<Kept> oldest = byKey.values().iterator();
            while (bytes > MOST_BYTES && oldest.hasNext()) {
                bytes -= oldest.next().size();
                oldest.remove();
            }
        }
    }

    private static long texts(HttpHeaders headers) {
        long size = 0;
        for (var it = headers.iteratorCharSequence(); it.hasNext(); ) {
            var header = it.next();
            size += header.getKey().length() + header.getValue().length();
        }
        return size;
    }

    private static List<String> values(HttpHeaders headers, List<String> names) {
        return names.stream()
                .map(name -> String.join(",", headers.getAll(name)))
                .toList();
    }

    /** What was kept for such a request, with its {@code Age}, or null. */
    @Nullable Answer find(String key, RequestHead request, int attempts, long now) {
        HttpHeaders asked = request.headers();
        if (!StaleRule.asks(request.method().name(), asked::getAll)) {
            return null;
        }
        Kept kept;
        synchronized (this) {
            kept = byKey.get(key);
        }
        if (kept == null
                || now - kept.at > maxAgeNanos
                || !StaleRule.gives(asked::getAll, kept.headers::getAll)
                || !values(asked, kept.varying).equals(kept.values)) {
            return null;
        }
        HttpHeaders headers = kept.headers.copy();
        headers.set(HttpHeaderNames.AGE, age(headers) + (now - kept.at) / 1_000_000_000);
        return Answer.whole(kept.status, headers, Unpooled.wrappedBuffer(kept.body), null, null, attempts);
    }

    private static long age(HttpHeaders headers) {
        try {
            return Long.parseLong(headers.get(HttpHeaderNames.AGE, "0").trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
