package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.exchange.Continuation.After;
import io.holdfast.gateway.exchange.Continuation.Judgement;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the engine does around a session, on byte arrays: keeps what may still be passed, and not a byte more. */
final class StreamClient {

    static final AnswerHead EVENTS = head(200, "text/event-stream");

    final EventStreamSession session;
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private byte[] connection = {};
    private int arrived;
    private long kept;
    long now = 1;

    StreamClient(EventStreamSession session) {
        this.session = session;
    }

    static StreamClient with(WithoutId withoutId) {
        return new StreamClient(new EventStreamSession(
                new EventStreamSettings(withoutId, EventStreamSettings.FINAL_EVENTS), true, null));
    }

    static AnswerHead head(int status, String type) {
        return new AnswerHead(status, type, null, null, null, null, null, null, null);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Gives it bytes of the present connection in one chunk. */
    StreamClient receive(String text) {
        return receive(bytes(text));
    }

    StreamClient receive(byte[] bytes) {
        byte[] joined = new byte[arrived + bytes.length];
        System.arraycopy(connection, 0, joined, 0, arrived);
        System.arraycopy(bytes, 0, joined, arrived, bytes.length);
        connection = joined;
        arrived = joined.length;
        session.content(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), now, this::pass);
        checkKept();
        return this;
    }

    /** Gives it bytes in chunks of these sizes, in turn. */
    StreamClient receive(byte[] bytes, List<Integer> sizes) {
        int from = 0;
        for (int i = 0; from < bytes.length; i++) {
            int to = Math.min(bytes.length, from + sizes.get(i % sizes.size()));
            byte[] chunk = new byte[to - from];
            System.arraycopy(bytes, from, chunk, 0, chunk.length);
            receive(chunk);
            from = to;
        }
        return this;
    }

    StreamClient later(long millis) {
        now += millis * 1_000_000;
        session.tick(now, this::pass);
        checkKept();
        return this;
    }

    After lose() {
        After after = session.lost(this::pass);
        return after;
    }

    After end(boolean leaving) {
        return session.ended(leaving, this::pass);
    }

    /** Loses the connection and takes the next one. */
    StreamClient reconnect() {
        assertThat(lose()).isEqualTo(After.RESUME);
        return connected();
    }

    StreamClient connected() {
        assertThat(session.judge(EVENTS)).isEqualTo(Judgement.CONTINUE);
        connection = new byte[0];
        arrived = 0;
        kept = 0;
        return this;
    }

    private void pass(long from, long to) {
        assertThat(from).as("still kept").isGreaterThanOrEqualTo(kept);
        assertThat(to).as("arrived").isLessThanOrEqualTo(arrived).isGreaterThan(from);
        got.write(connection, (int) from, (int) (to - from));
    }

    private void checkKept() {
        assertThat(session.keepFrom()).isGreaterThanOrEqualTo(kept).isLessThanOrEqualTo(arrived);
        kept = session.keepFrom();
    }

    byte[] got() {
        return got.toByteArray();
    }

    String text() {
        return got.toString(StandardCharsets.UTF_8);
    }

    List<SpecParser.Event> events() {
        return SpecParser.events(got());
    }

    List<String> data() {
        return events().stream().map(SpecParser.Event::data).toList();
    }
}
