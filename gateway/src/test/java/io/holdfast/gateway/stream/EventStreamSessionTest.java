package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.exchange.Continuation.After;
import io.holdfast.gateway.exchange.Continuation.Judgement;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamSessionTest {

    private final StreamClient client = StreamClient.with(WithoutId.SKIP_REPLAYED);

    private static StreamClient ofClientWith(String lastEventId) {
        return new StreamClient(new EventStreamSession(EventStreamSettings.defaults(), true, lastEventId));
    }

    // ---- whole events only

    @Test
    void only_whole_blocks_reach_the_client() {
        client.receive("data: a\n\ndata: b");
        assertThat(client.text()).isEqualTo("data: a\n\n");
        assertThat(client.session.held()).isEqualTo(7);
        client.receive("\n\n");
        assertThat(client.text()).isEqualTo("data: a\n\ndata: b\n\n");
        assertThat(client.session.held()).isZero();
    }

    @Test
    void a_chunk_of_whole_events_passes_as_one_range() {
        int[] calls = {0};
        byte[] chunk = StreamClient.bytes("data: a\n\n: c\n\ndata: b\n\nretry: 1\n\n");
        client.session.content(ByteBuffer.wrap(chunk), 1, (from, to) -> {
            calls[0]++;
            assertThat(from).isZero();
            assertThat(to).isEqualTo(chunk.length);
        });
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void an_incomplete_event_is_discarded_at_the_loss_and_comes_whole_from_the_next_replica() {
        client.receive("id: 1\ndata: a\n\nid: 2\ndata: hal").reconnect().receive("id: 2\ndata: half\n\n");
        assertThat(client.text()).isEqualTo("id: 1\ndata: a\n\nid: 2\ndata: half\n\n");
    }

    @Test
    void the_second_half_of_a_crlf_that_does_not_come_holds_an_event_back_for_a_tenth_of_a_second() {
        client.receive("data: a\r\n\r");
        assertThat(client.data()).isEmpty();
        assertThat(client.session.ticking()).isTrue();
        client.later(50);
        assertThat(client.data()).isEmpty();
        client.later(50);
        assertThat(client.data()).containsExactly("a");
        assertThat(client.session.ticking()).isFalse();
        client.receive("\ndata: b\r\n\r\n");
        assertThat(client.data()).containsExactly("a", "b");
    }

    @Test
    void an_event_that_waits_for_its_lf_at_the_loss_is_whole_where_nobody_would_send_it_again() {
        StreamClient live = StreamClient.with(WithoutId.LIVE);
        live.receive("data: a\r\n\r").reconnect().receive("data: b\r\n\r\n");
        assertThat(live.data()).containsExactly("a", "b");
    }

    // ---- what is asked for

    @Test
    void asks_with_the_last_id_that_the_client_was_given() {
        client.receive("id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n");
        assertThat(client.session.lastEventId()).isEqualTo("1");
        client.receive("\n");
        assertThat(client.session.lastEventId()).isEqualTo("2");
    }

    @Test
    void a_block_without_data_sets_the_id() {
        client.receive("id: 1\ndata: a\n\nid: 2\n\n");
        assertThat(client.session.lastEventId()).isEqualTo("2");
        client.reconnect().receive("id: 2\n\nid: 3\ndata: b\n\n");
        assertThat(client.text()).isEqualTo("id: 1\ndata: a\n\nid: 2\n\nid: 3\ndata: b\n\n");
    }

    @Test
    void an_empty_id_takes_the_id_back() {
        client.receive("id: 1\ndata: a\n\nid\ndata: b\n\n");
        assertThat(client.session.lastEventId()).isNull();
    }

    @Test
    void the_client_s_own_id_is_asked_for_until_an_event_brings_another() {
        StreamClient own = ofClientWith("41");
        own.receive("data: no id\n\n").reconnect();
        assertThat(own.session.lastEventId()).isEqualTo("41");
        own.receive("id: 42\ndata: a\n\n");
        assertThat(own.session.lastEventId()).isEqualTo("42");
    }

    @Test
    void the_event_of_the_client_s_own_id_passes_since_this_stream_never_gave_it() {
        StreamClient own = ofClientWith("41");
        own.receive(": hello\n\n").reconnect().receive("id: 41\ndata: again\n\nid: 42\ndata: new\n\n");
        assertThat(own.data()).containsExactly("again", "new");
    }

    @Test
    void an_id_is_sent_back_byte_by_byte() {
        client.receive("id: é\ndata: a\n\n");
        assertThat(client.session.lastEventId()).isEqualTo("Ã©");
        StreamClient own = ofClientWith("Ã©");
        own.receive("id: é\ndata: a\n\n").reconnect().receive("id: é\ndata: a\n\nid: f\ndata: b\n\n");
        assertThat(own.data()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0001b", "\u007f"})
    void an_id_that_no_header_can_carry_counts_as_none(String id) {
        client.receive("id: " + id + "\ndata: a\n\n");
        assertThat(client.session.lastEventId()).isNull();
        client.reconnect().receive("id: " + id + "\ndata: a\n\nid: c\ndata: b\n\n");
        assertThat(client.data()).containsExactly("a", "b");
    }

    @Test
    void an_id_longer_than_any_header_counts_as_none() {
        client.receive("id: " + "x".repeat(ByteRun.MAX_KEPT + 1) + "\ndata: a\n\n");
        assertThat(client.session.lastEventId()).isNull();
    }

    // ---- nothing twice

    @Test
    void the_last_event_that_comes_again_is_dropped_even_when_its_data_were_written_anew() {
        client.receive("id: 1\ndata: a from 8001\n\n").reconnect();
        client.receive(": hi\n\nid: 1\ndata: a from 8002\n\nid: 2\ndata: b\n\n");
        assertThat(client.text()).isEqualTo("id: 1\ndata: a from 8001\n\n: hi\n\nid: 2\ndata: b\n\n");
    }

    @Test
    void only_the_first_event_after_a_resume_is_taken_for_the_last_one() {
        client.receive("id: 1\ndata: a\n\n").reconnect();
        client.receive("id: 1\ndata: a\n\nid: 1\ndata: b\n\n");
        assertThat(client.data()).containsExactly("a", "b");
    }

    @Test
    void several_events_of_one_id_come_once() {
        client.receive("id: 7\ndata: a\n\nid: 7\ndata: b\n\n").reconnect();
        client.receive("id: 7\ndata: a\n\nid: 7\ndata: b\n\nid: 7\ndata: c\n\n");
        assertThat(client.data()).containsExactly("a", "b", "c");
    }

    @Test
    void an_event_that_follows_the_greeting_of_a_connection_is_still_the_last_one_again() {
        client.receive("event: connected\ndata: {}\n\nid: 1\ndata: a\n\nid: 2\ndata: b\n\n")
                .reconnect();
        client.receive("event: connected\ndata: {}\n\nid: 2\ndata: b\n\nid: 3\ndata: c\n\n");
        assertThat(client.data()).containsExactly("{}", "a", "b", "{}", "c");
    }

    @Test
    void a_counter_of_each_connection_is_no_replay() {
        client.receive("id: 1\ndata: hello\n\nid: 2\ndata: a\n\nid: 3\ndata: b\n\n")
                .reconnect();
        client.receive("id: 1\ndata: hello\n\nid: 2\ndata: c\n\n");
        assertThat(client.data()).containsExactly("hello", "a", "b", "hello", "c");
        assertThat(client.session.lastEventId()).isEqualTo("2");
    }

    @Test
    void a_stream_with_ids_passes_at_once_after_a_resume() {
        client.receive("id: 1\ndata: a\n\n").reconnect().receive("id: 2\ndata: a\n\n");
        assertThat(client.data()).containsExactly("a", "a");
        assertThat(client.session.held()).isZero();
    }

    @Test
    void a_byte_order_mark_reaches_the_client_once_and_only_at_the_start() {
        client.receive("\ufeffid: 1\ndata: a\n\n").reconnect().receive("\ufeffid: 2\ndata: b\n\n");
        assertThat(client.text()).isEqualTo("\ufeffid: 1\ndata: a\n\nid: 2\ndata: b\n\n");
    }

    @Test
    void a_byte_order_mark_that_was_lost_with_its_event_comes_from_the_next_replica() {
        client.receive("\ufeffid: 1\nda").reconnect().receive("\ufeffid: 1\ndata: a\n\n");
        assertThat(client.text()).isEqualTo("\ufeffid: 1\ndata: a\n\n");
    }

    @Test
    void a_retry_of_the_api_passes() {
        client.receive("retry: 3000\n\nid: 1\nretry: 5\ndata: a\n\n")
                .reconnect()
                .receive("retry: 4000\n\n");
        assertThat(client.text()).isEqualTo("retry: 3000\n\nid: 1\nretry: 5\ndata: a\n\nretry: 4000\n\n");
    }

    // ---- the end

    @Test
    void a_clean_end_is_an_end() {
        client.receive("id: 1\ndata: a\n\n");
        assertThat(client.end(false)).isEqualTo(After.END);
    }

    @Test
    void what_a_clean_end_leaves_incomplete_passes_as_the_api_gave_it() {
        client.receive("data: a\n\ndata: b\n");
        assertThat(client.end(false)).isEqualTo(After.END);
        assertThat(client.text()).isEqualTo("data: a\n\ndata: b\n");
    }

    @Test
    void a_clean_end_of_a_leaving_replica_is_a_loss() {
        client.receive("id: 1\ndata: a\n\ndata: b\n");
        assertThat(client.end(true)).isEqualTo(After.RESUME);
        assertThat(client.text()).isEqualTo("id: 1\ndata: a\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "done", "end", "close"})
    void a_final_event_ends_the_stream_of_a_leaving_replica_and_of_a_lost_one(String name) {
        client.receive("data: a\n\nevent: " + name + "\ndata: {}\n\n: bye\n\n");
        assertThat(client.end(true)).isEqualTo(After.END);
        assertThat(client.lose()).isEqualTo(After.END);
    }

    @Test
    void a_final_event_in_the_midst_ends_nothing() {
        client.receive("event: done\ndata: 1\n\ndata: a\n\n");
        assertThat(client.end(true)).isEqualTo(After.RESUME);
        client.connected();
        assertThat(client.lose()).isEqualTo(After.RESUME);
    }

    @Test
    void a_loss_in_the_midst_of_what_follows_a_final_event_resumes() {
        client.receive("event: done\ndata: 1\n\ndata: a");
        assertThat(client.lose()).isEqualTo(After.RESUME);
    }

    @Test
    void a_final_event_that_the_api_forgot_to_end_is_final() {
        client.receive("data: a\n\nevent: complete\ndata: {}\n");
        assertThat(client.end(true)).isEqualTo(After.END);
        assertThat(client.text()).endsWith("event: complete\ndata: {}\n");
    }

    @Test
    void an_event_without_a_name_is_a_message() {
        StreamClient one = new StreamClient(new EventStreamSession(
                new EventStreamSettings(WithoutId.SKIP_REPLAYED, Set.of("message")), true, null));
        one.receive("event: x\ndata: a\n\n");
        assertThat(one.end(true)).isEqualTo(After.RESUME);
        one.connected().receive("data: the one\n\n");
        assertThat(one.end(true)).isEqualTo(After.END);
    }

    @Test
    void a_stream_that_cannot_be_asked_for_again_is_cut_by_a_loss_and_ended_by_its_end() {
        StreamClient post = new StreamClient(new EventStreamSession(EventStreamSettings.defaults(), false, null));
        post.receive("id: 1\ndata: a\n\ndata: b");
        assertThat(post.session.resumable()).isFalse();
        assertThat(post.lose()).isEqualTo(After.CUT);
        assertThat(post.text()).isEqualTo("id: 1\ndata: a\n\n");
        assertThat(post.end(true)).isEqualTo(After.END);
    }

    @Test
    void policy_end_ends_a_stream_without_ids_at_the_loss() {
        StreamClient end = StreamClient.with(WithoutId.END);
        end.receive("data: a\n\ndata: b");
        assertThat(end.lose()).isEqualTo(After.END);
        assertThat(end.text()).isEqualTo("data: a\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ": hi\n\n", "retry: 5\n\n", "data: a", "id: 1\ndata: a\n\n"})
    void policy_end_resumes_what_loses_and_repeats_nothing(String before) {
        StreamClient end = StreamClient.with(WithoutId.END);
        end.receive(before).reconnect().receive("id: 2\ndata: b\n\n");
        assertThat(end.data()).endsWith("b");
    }

    // ---- events without bounds

    @Test
    void an_event_of_a_megabyte_is_held_and_resumed() {
        String big = "id: 1\ndata: " + "x".repeat(EventStreamSession.MOST_HELD - 14) + "\n\n";
        assertThat(big).hasSize(EventStreamSession.MOST_HELD);
        client.receive(big.substring(0, big.length() - 1));
        assertThat(client.text()).isEmpty();
        client.receive(big.substring(big.length() - 1)).reconnect();
        assertThat(client.text().equals(big)).isTrue(); // too long to print
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1 << 19, 1 << 22})
    void a_larger_event_passes_unseen_and_makes_its_stream_end_with_its_replica(int chunk) {
        String stream =
                "id: 1\ndata: a\n\nid: 2\ndata: " + "x".repeat(EventStreamSession.MOST_HELD) + "\n\nid: 3\ndata: c";
        client.receive(StreamClient.bytes(stream), List.of(chunk));
        assertThat(client.text().equals(stream)).isTrue(); // too long to print
        assertThat(client.session.keepFrom()).isEqualTo(stream.length());
        assertThat(client.session.resumable()).isFalse();
        assertThat(client.lose()).isEqualTo(After.CUT);
    }

    @Test
    void a_larger_event_does_not_wait_for_its_end() {
        client.receive("data: " + "x".repeat(EventStreamSession.MOST_HELD));
        assertThat(client.got()).hasSize(EventStreamSession.MOST_HELD + 6);
        client.receive("y");
        assertThat(client.text().endsWith("xy")).isTrue();
    }

    // ---- the answer to a request for the rest

    @Test
    void only_an_event_stream_is_the_rest() {
        assertThat(EventStreamSession.judgementOf(StreamClient.head(200, "Text/Event-Stream; charset=utf-8")))
                .isEqualTo(Judgement.CONTINUE);
        assertThat(EventStreamSession.judgementOf(StreamClient.head(200, "application/json")))
                .isEqualTo(Judgement.CUT);
        assertThat(EventStreamSession.judgementOf(StreamClient.head(206, "text/event-stream")))
                .isEqualTo(Judgement.CUT);
        AnswerHead coded = new AnswerHead(200, "text/event-stream", null, "gzip", null, null, null, null, null);
        assertThat(EventStreamSession.judgementOf(coded)).isEqualTo(Judgement.CUT);
    }

    @Test
    void no_content_means_that_there_is_no_more() {
        assertThat(EventStreamSession.judgementOf(StreamClient.head(204, null))).isEqualTo(Judgement.END);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void a_replica_that_cannot_now_leaves_it_to_another(int status) {
        assertThat(EventStreamSession.judgementOf(StreamClient.head(status, "text/event-stream")))
                .isEqualTo(Judgement.TRY_OTHER);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 410, 500})
    void any_other_status_cuts(int status) {
        assertThat(EventStreamSession.judgementOf(StreamClient.head(status, "text/plain")))
                .isEqualTo(Judgement.CUT);
    }

    @ParameterizedTest
    @EnumSource(WithoutId.class)
    void an_answer_that_is_not_the_rest_changes_nothing(WithoutId withoutId) {
        StreamClient any = StreamClient.with(withoutId);
        any.receive("id: 1\ndata: a\n\nda");
        assertThat(any.lose()).isEqualTo(After.RESUME);
        assertThat(any.session.judge(StreamClient.head(503, null))).isEqualTo(Judgement.TRY_OTHER);
        assertThat(any.session.lastEventId()).isEqualTo("1");
        any.connected().receive("id: 2\ndata: b\n\n");
        assertThat(any.data()).containsExactly("a", "b");
    }
}
