package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.exchange.Continuation.After;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Streams without ids, policy {@code skip-replayed}. */
class SkipReplayedTest {

    private final StreamClient client = StreamClient.with(WithoutId.SKIP_REPLAYED);

    private static String lines(int from, int to) {
        StringBuilder stream = new StringBuilder();
        IntStream.range(from, to)
                .forEach(i -> stream.append("data: line ").append(i).append("\n\n"));
        return stream.toString();
    }

    private static String times(int times, String event) {
        return event.repeat(times);
    }

    @Test
    void a_log_that_begins_anew_goes_on_where_it_was() {
        client.receive(lines(0, 5)).reconnect().receive(lines(0, 8));
        assertThat(client.text()).isEqualTo(lines(0, 8));
        assertThat(client.session.held()).isZero();
        assertThat(client.session.ticking()).isFalse();
    }

    @Test
    void replayed_events_are_withheld_until_all_have_come() {
        client.receive(lines(0, 3)).reconnect().receive(lines(0, 2));
        assertThat(client.text()).isEqualTo(lines(0, 3));
        assertThat(client.session.held()).isEqualTo(lines(0, 2).length());
        assertThat(client.session.keepFrom()).isZero();
        assertThat(client.session.ticking()).isTrue();
        client.receive(lines(2, 4));
        assertThat(client.text()).isEqualTo(lines(0, 4));
    }

    @Test
    void a_replay_may_take_its_time_as_long_as_no_event_is_a_second_late() {
        client.receive(lines(0, 20)).reconnect();
        client.later(60_000); // nothing came yet
        for (int i = 0; i < 20; i++) {
            client.receive(lines(i, i + 1)).later(500).later(490);
        }
        client.receive(lines(20, 21));
        assertThat(client.text()).isEqualTo(lines(0, 21));
    }

    @Test
    void a_pause_gives_the_client_what_was_withheld() {
        client.receive(lines(0, 3)).reconnect().receive(lines(0, 2)).later(1000);
        assertThat(client.text()).isEqualTo(lines(0, 3));
        client.later(100);
        assertThat(client.text()).isEqualTo(lines(0, 3) + lines(0, 2));
        client.receive(lines(2, 3));
        assertThat(client.text()).isEqualTo(lines(0, 3) + lines(0, 3));
    }

    @Test
    void a_pause_is_seen_even_when_no_tick_came_in_between() {
        client.receive(lines(0, 3)).reconnect().receive(lines(0, 2));
        client.now += 1_100_000_000L;
        client.receive(lines(2, 3));
        assertThat(client.text()).isEqualTo(lines(0, 3) + lines(0, 3));
    }

    @Test
    void a_heartbeat_neither_ends_a_replay_nor_prolongs_it_and_passes_at_once() {
        client.receive(": hi\n\n" + lines(0, 3)).reconnect();
        client.receive(": hi\n\n" + lines(0, 1) + ": beat\n\n" + lines(1, 2) + "retry: 7\n\n");
        String passed = ": hi\n\n" + lines(0, 3) + ": hi\n\n: beat\n\nretry: 7\n\n";
        assertThat(client.text()).isEqualTo(passed);
        client.later(600).receive(": beat\n\n").later(600);
        assertThat(client.text()).isEqualTo(passed + ": beat\n\n" + lines(0, 2));
    }

    @Test
    void another_event_gives_the_client_all_in_order() {
        client.receive(lines(0, 3)).reconnect().receive(lines(0, 1) + "data: new\n\n" + lines(1, 2));
        assertThat(client.text()).isEqualTo(lines(0, 3) + lines(0, 1) + "data: new\n\n" + lines(1, 2));
    }

    @Test
    void after_another_event_the_new_connection_is_what_would_be_replayed() {
        client.receive(lines(0, 3)).reconnect().receive(lines(0, 1) + lines(7, 9));
        client.reconnect().receive(lines(0, 1) + lines(7, 9) + lines(9, 10));
        assertThat(client.text()).isEqualTo(lines(0, 3) + lines(0, 1) + lines(7, 10));
    }

    @Test
    void a_loss_in_the_midst_of_a_replay_repeats_nothing() {
        client.receive(lines(0, 5)).reconnect().receive(lines(0, 3)).reconnect().receive(lines(0, 7));
        assertThat(client.text()).isEqualTo(lines(0, 7));
    }

    @Test
    void a_replay_that_ends_early_is_delivered() {
        client.receive(lines(0, 5)).reconnect().receive(lines(0, 3));
        assertThat(client.end(false)).isEqualTo(After.END);
        assertThat(client.text()).isEqualTo(lines(0, 5) + lines(0, 3));
    }

    @Test
    void the_end_of_a_leaving_replica_in_the_midst_of_a_replay_repeats_nothing() {
        client.receive(lines(0, 5)).reconnect().receive(lines(0, 3));
        assertThat(client.end(true)).isEqualTo(After.RESUME);
        client.connected().receive(lines(0, 6));
        assertThat(client.text()).isEqualTo(lines(0, 6));
    }

    @Test
    void a_status_that_does_not_change_falls_silent_for_two_seconds_at_most() {
        String status = "data: {\"status\":\"ok\"}\n\n";
        client.receive("event: connected\ndata: {}\n\n" + times(1000, status)).reconnect();
        client.receive("event: connected\ndata: {}\n\n");
        int before = client.data().size();
        for (int i = 0; i < 5; i++) {
            client.later(500).receive(status);
        }
        assertThat(client.data()).hasSize(before + 1 + 5);
        client.receive(status);
        assertThat(client.data()).hasSize(before + 1 + 6);
    }

    @Test
    void a_log_larger_than_what_may_be_withheld_is_still_skipped() {
        String log = lines(0, 60_000);
        assertThat(log.length()).isGreaterThan(ReplayRule.MOST_BYTES);
        client.receive(log).reconnect();
        client.receive(log);
        assertThat(client.session.held()).isZero();
        client.receive(lines(60_000, 60_010));
        assertThat(client.text().equals(lines(0, 60_010))).isTrue(); // too long to print
    }

    @Test
    void a_replay_past_doubt_takes_pauses_and_ends_with_the_first_other_event() {
        IntFunction<String> log = events -> IntStream.range(0, events)
                .mapToObj(i -> "data: " + i + "x".repeat(60_000) + "\n\n")
                .collect(Collectors.joining());
        client.receive(log.apply(40)).reconnect().receive(log.apply(20)).later(5_000);
        assertThat(client.session.ticking()).isFalse();
        client.receive(log.apply(40).substring(log.apply(20).length()) + "data: more\n\n");
        assertThat(client.text().equals(log.apply(40) + "data: more\n\n")).isTrue(); // too long to print
        client.reconnect().receive(log.apply(30)).receive("data: other\n\n");
        assertThat(client.text().equals(log.apply(40) + "data: more\n\ndata: other\n\n"))
                .isTrue();
    }

    @Test
    void events_that_prove_little_are_delivered_when_they_are_too_many_bytes() {
        String status = "data: " + "x".repeat(100_000) + "\n\n";
        client.receive(times(20, status)).reconnect().receive(times(10, status));
        assertThat(client.data()).hasSize(20);
        client.receive(status);
        assertThat(client.data()).hasSize(31);
        assertThat(client.session.held()).isZero();
    }

    @Test
    void past_the_bound_of_hashes_events_are_repeated_and_the_next_connection_counts_anew() {
        int most = DeliveredEvents.MOST;
        client.receive(lines(0, most)).reconnect().receive(lines(0, most + 1));
        assertThat(client.data()).hasSize(most + 1);
        client.reconnect().receive(lines(0, 10));
        assertThat(client.data()).hasSize(most + 11);
        client.reconnect().receive(lines(0, 11));
        assertThat(client.data()).hasSize(most + 12).endsWith("line 9", "line 10");
    }

    @Test
    void live_goes_on_with_what_comes() {
        StreamClient live = StreamClient.with(WithoutId.LIVE);
        live.receive(lines(0, 3)).reconnect().receive(lines(0, 2));
        assertThat(live.text()).isEqualTo(lines(0, 3) + lines(0, 2));
        assertThat(live.session.held()).isZero();
    }

    @Test
    void with_ids_what_followed_the_last_one_is_skipped() {
        client.receive("id: 1\ndata: a\n\ndata: b\n\ndata: c\n\n").reconnect();
        client.receive("data: b\n\ndata: c\n\ndata: d\n\nid: 2\ndata: e\n\n");
        assertThat(client.data()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void a_heartbeat_event_of_a_stream_with_ids_is_not_lost_for_long() {
        String beat = "event: heartbeat\ndata: {}\n\n";
        client.receive("id: 1\ndata: a\n\n" + beat + beat)
                .reconnect()
                .receive(beat)
                .later(1_100);
        assertThat(client.data()).containsExactly("a", "{}", "{}", "{}");
        client.receive(beat);
        assertThat(client.data()).containsExactly("a", "{}", "{}", "{}", "{}");
    }

    @Test
    void an_api_that_gives_ids_and_begins_anew_is_recognised_for_its_first_thousand_events() {
        StringBuilder log = new StringBuilder();
        IntStream.range(0, DeliveredEvents.MOST_WITH_IDS)
                .forEach(i -> log.append("id: ").append(i).append("\ndata: x\n\n"));
        client.receive(log.toString()).reconnect().receive(log + "id: more\ndata: x\n\n");
        assertThat(client.text()).isEqualTo(log + "id: more\ndata: x\n\n");
        client.reconnect().receive("id: next\ndata: x\n\n");
        assertThat(client.text()).endsWith("id: more\ndata: x\n\nid: next\ndata: x\n\n");
    }

    @Test
    void withheld_events_with_ids_that_are_delivered_after_all_count() {
        client.receive("id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: c\n\n").reconnect();
        client.receive("id: 1\ndata: a\n\nid: 2\ndata: b\n\n").later(1_100);
        assertThat(client.data()).containsExactly("a", "b", "c", "a", "b");
        assertThat(client.session.lastEventId()).isEqualTo("2");
        client.reconnect().receive("id: 2\ndata: b\n\nid: 3\ndata: c\n\n");
        assertThat(client.data()).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void the_last_event_of_what_was_withheld_can_be_final() {
        client.receive("event: done\ndata: 1\n\ndata: a\n\n").reconnect();
        client.receive("event: done\ndata: 1\n\n").later(1_100);
        assertThat(client.lose()).isEqualTo(After.END);
    }

    @Test
    void a_huge_event_in_the_midst_of_a_replay_comes_after_what_was_withheld() {
        client.receive(lines(0, 3)).reconnect().receive(lines(0, 2));
        String huge = "data: " + "x".repeat(EventStreamSession.MOST_HELD);
        client.receive(huge);
        assertThat(client.text().equals(lines(0, 3) + lines(0, 2) + huge)).isTrue(); // too long to print
    }
}
