package io.holdfast.cli.drill.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TalliesTest {
    private static final long MS = 1_000_000;

    @Test
    void countsFailuresFromTheStartAndLatenciesFromTheMeasuredPart() {
        List<Call> calls = List.of(
                call(Kind.GET, 0, 900, Fate.OK),
                call(Kind.GET, 10, 20, Fate.STATUS),
                call(Kind.GET, 1000, 1010, Fate.OK),
                call(Kind.GET, 1020, 1070, Fate.OK),
                call(Kind.SLOW, 1000, 9000, Fate.CUT));
        Measures measures = CallTally.of(Kind.GET, calls, 1000 * MS);
        assertThat(measures.get("get.sent")).isEqualTo(4);
        assertThat(measures.get("get.ok")).isEqualTo(3);
        assertThat(measures.get("get.failed")).isEqualTo(1);
        assertThat(measures.note("get.failed")).isEqualTo("STATUS x1");
        assertThat(measures.get("get.worstMillis")).isEqualTo(50);
        assertThat(measures.get("get.p50Millis")).isEqualTo(10);
    }

    @Test
    void quantilesAreOfTheNearestRank() {
        long[] hundred = IntStream.rangeClosed(1, 100).mapToLong(i -> i).toArray();
        assertThat(CallTally.quantile(hundred, 0.5)).isEqualTo(50);
        assertThat(CallTally.quantile(hundred, 0.99)).isEqualTo(99);
        assertThat(CallTally.quantile(hundred, 1)).isEqualTo(100);
        assertThat(CallTally.quantile(new long[] {7}, 0.5)).isEqualTo(7);
        assertThat(CallTally.quantile(new long[0], 0.5)).isZero();
    }

    @Test
    void reasonsAreCountedMostFrequentFirst() {
        assertThat(Measures.counted(List.of("b", "a", "b"))).isEqualTo("b x2, a x1");
        assertThat(Measures.counted(List.of())).isEmpty();
    }

    @Test
    void aPlainPostIsExcusedOnlyByAnHonestWordAndALossWhileItWasUnderWay() {
        List<Mark> marks = List.of(new Mark(100 * MS, 105 * MS, "kill", true), new Mark(500 * MS, "serves", false));
        List<Call> calls = List.of(
                call(Kind.PLAIN, 104, 110, Fate.UNKNOWN),
                call(Kind.PLAIN, 100, 110, Fate.UNKNOWN),
                call(Kind.PLAIN, 106, 110, Fate.UNKNOWN),
                call(Kind.PLAIN, 490, 510, Fate.UNKNOWN),
                call(Kind.PLAIN, 90, 110, Fate.RESET),
                call(Kind.PLAIN, 90, 110, Fate.NOT_SENT),
                call(Kind.PLAIN, 90, 110, Fate.OK),
                call(Kind.KEYED, 90, 110, Fate.RESET));
        Measures measures = CallTally.honesty(calls, marks);
        assertThat(measures.get("plain.unknown")).isEqualTo(4);
        assertThat(measures.get("plain.dishonest")).isEqualTo(1);
        assertThat(measures.get("plain.unexcused")).isEqualTo(4);
        assertThat(measures.note("plain.unexcused")).isEqualTo("UNKNOWN x2, NOT_SENT x1, RESET x1");
    }

    @Test
    void comparesWhatWasAnsweredWithWhatWasDone() {
        List<Call> calls = List.of(
                work("once", Fate.OK),
                work("twice", Fate.OK),
                work("failed-and-twice", Fate.RESET),
                work("never", Fate.OK),
                work("not-sent", Fate.NOT_SENT),
                work("said-not-sent", Fate.NOT_SENT),
                work("unknown", Fate.UNKNOWN));
        Measures measures = WorkTally.of(
                Kind.PLAIN,
                calls,
                Map.of("once", 1, "twice", 2, "failed-and-twice", 2, "said-not-sent", 1, "another's", 5));
        assertThat(measures.get("plain.doubled")).isEqualTo(2);
        assertThat(measures.note("plain.doubled")).contains("twice done 2 times", "failed-and-twice");
        assertThat(measures.get("plain.lost")).isEqualTo(1);
        assertThat(measures.get("plain.lied")).isEqualTo(1);
    }

    @Test
    void framesWithoutAnEchoAreSetDownToTheLossThatExplainsThem() {
        List<Mark> marks = List.of(
                new Mark(1000 * MS, "kill", true),
                new Mark(2000 * MS, "serves", false),
                new Mark(4000 * MS, "kill", true));
        SocketTrace one = socket(List.of(990 * MS, 1010 * MS, 4100 * MS), 300 * MS, List.of("close 1012"));
        SocketTrace two = socket(List.of(900 * MS, 3000 * MS), 700 * MS, List.of());
        Measures measures = TraceTally.sockets(List.of(one, two), marks, 1500 * MS);
        assertThat(measures.get("websocket.unanswered")).isEqualTo(5);
        assertThat(measures.get("websocket.unansweredPerLoss")).isEqualTo(2);
        assertThat(measures.get("websocket.unansweredUnexplained")).isEqualTo(2);
        assertThat(measures.get("websocket.silenceMillis")).isEqualTo(700);
        assertThat(measures.get("websocket.drops")).isEqualTo(1);
        assertThat(measures.note("websocket.drops")).isEqualTo("close 1012 x1");
    }

    @Test
    void addsUpEventStreams() {
        Measures measures = TraceTally.streams(List.of(
                new StreamTrace(100, 2, 1, 0, List.of("ended"), List.of(), 5 * MS),
                new StreamTrace(50, 0, 0, 1, List.of(), List.of("status 503"), 9 * MS)));
        assertThat(measures.values())
                .containsEntry("events.received", 150.0)
                .containsEntry("events.missing", 2.0)
                .containsEntry("events.twice", 1.0)
                .containsEntry("events.cut", 1.0)
                .containsEntry("events.drops", 1.0)
                .containsEntry("events.refused", 1.0)
                .containsEntry("events.silenceMillis", 9.0);
    }

    @Test
    void heldRequestsAreThoseUnderWayWhenTheFirstReplicaCameBack() {
        List<Call> calls = List.of(
                call(Kind.GET, 0, 900, Fate.OK),
                call(Kind.GET, 500, 3100, Fate.OK),
                call(Kind.KEYED, 2000, 3300, Fate.OK),
                call(Kind.PLAIN, 2000, 9000, Fate.OK),
                call(Kind.GET, 3001, 9000, Fate.OK));
        Measures measures = OutageTally.of(calls, 1000 * MS, 3000 * MS, 2400 * MS, 1000 * MS);
        assertThat(measures.get("outage.held")).isEqualTo(2);
        assertThat(measures.get("outage.lastHeldMillis")).isEqualTo(300);
        assertThat(measures.get("outage.millis")).isEqualTo(2000);
        assertThat(measures.get("outage.socketSilenceBeyondMillis")).isEqualTo(400);
        assertThat(measures.get("outage.streamSilenceBeyondMillis")).isZero();
    }

    @Test
    void hitsOnAFailingReplicaAreAttemptsBeyondTheFirstAndFailuresThatEndedThere() {
        List<Call> calls = List.of(
                attempts(Kind.GET, 0, Fate.OK, 2),
                attempts(Kind.GET, 100, Fate.OK, 1),
                attempts(Kind.GET, 110, Fate.OK, 3),
                attempts(Kind.PLAIN, 120, Fate.STATUS, 1),
                attempts(Kind.GET, 5090, Fate.OK, 2),
                attempts(Kind.GET, 5200, Fate.OK, 2));
        Measures measures = TrialTally.of(calls, 50 * MS, 5000 * MS);
        assertThat(measures.get("breaker.hitsUntilOpen")).isEqualTo(4);
        assertThat(measures.get("breaker.hitsLater")).isEqualTo(1);
    }

    @Test
    void aCrowdIsBackWhenItsLastSocketAnswered() {
        Measures measures = CrowdTally.of(
                10,
                1000 * MS,
                new long[] {1500 * MS, 1300 * MS, 2000 * MS},
                1,
                List.of("close 1012", "reset"),
                List.of());
        assertThat(measures.get("crowd.back")).isEqualTo(3);
        assertThat(measures.get("crowd.silent")).isEqualTo(5);
        assertThat(measures.get("crowd.drops")).isEqualTo(2);
        assertThat(measures.get("crowd.backP50Millis")).isEqualTo(500);
        assertThat(measures.get("crowd.backLastMillis")).isEqualTo(1000);
    }

    private static Call call(Kind kind, long start, long end, Fate fate) {
        return new Call(kind, "", start * MS, end * MS, fate, fate == Fate.OK ? "" : fate.name(), 0);
    }

    private static Call work(String id, Fate fate) {
        return new Call(Kind.PLAIN, id, 0, 1, fate, "", 0);
    }

    private static Call attempts(Kind kind, long start, Fate fate, int attempts) {
        return new Call(kind, "", start * MS, (start + 5) * MS, fate, "", attempts);
    }

    private static SocketTrace socket(List<Long> unanswered, long silence, List<String> drops) {
        return new SocketTrace(10, 10, unanswered, 0, 0, 0, drops, List.of(), silence);
    }
}
