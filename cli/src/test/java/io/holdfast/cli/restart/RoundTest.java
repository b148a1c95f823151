package io.holdfast.cli.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.config.RestartPolicy;
import io.holdfast.cli.config.RestartPolicy.Order;
import io.holdfast.cli.config.RestartPolicy.WhenBusy;
import io.holdfast.cli.restart.Round.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundTest {

    private final FakeWorld world = new FakeWorld();
    private RestartPolicy policy = policy(1, WhenBusy.RESTART);

    @BeforeEach
    void threeReplicas() {
        List.of("a", "b", "c").forEach(world::replica);
    }

    @Test
    void everyReplicaIsDrainedRestartedAndUndrainedBeforeTheNextOnesTurn() {
        Round round = run("a", "b", "c");

        assertThat(round.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(round.done()).containsExactly("a", "b", "c");
        assertThat(world.log.subList(0, 5))
                .containsExactly("a DRAINING", "a RESTARTING", "a WAITING", "a UP: after 3s", "a DONE: in 9.2s");
        assertThat(world.log.get(5)).isEqualTo("b DRAINING");
        assertThat(world.leastUsable).isEqualTo(2);
        assertThat(world.seen()).allMatch(Seen::usable);
        assertThat(world.replicas.values()).allMatch(replica -> replica.restarts == 1);
    }

    @Test
    void theFirstThatDoesNotComeBackEndsTheRoundAndTheRestIsUntouched() {
        world.replica("b").lost();

        Round round = run("a", "b", "c");

        assertThat(round.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(round.culprit()).isEqualTo("b");
        assertThat(round.why()).isEqualTo("not up 1m after its restart: it is DRAINING");
        assertThat(round.done()).containsExactly("a");
        assertThat(round.untouched()).containsExactly("c");
        assertThat(world.replica("c").restarts).isZero();
    }

    @Test
    void twoAtATimeNeverAreThree() {
        policy = policy(2, WhenBusy.RESTART);
        world.replica("d");

        Round round = run("a", "b", "c", "d");

        assertThat(round.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(world.mostUnderWay).isEqualTo(2);
        assertThat(world.leastUsable).isEqualTo(2);
    }

    @Test
    void whenOneOfTwoFailsTheOtherIsFinished() {
        policy = policy(2, WhenBusy.RESTART);
        world.replica("a").cannotRestart = "no such image";

        Round round = run("a", "b", "c");

        assertThat(round.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(round.culprit()).isEqualTo("a");
        assertThat(round.why()).isEqualTo("no such image");
        assertThat(round.done()).containsExactly("b");
        assertThat(round.untouched()).containsExactly("c");
        assertThat(world.replica("b").draining).isFalse();
    }

    @Test
    void oneThatIsDownAnywayIsTakenFirstWhateverTheOrder() {
        world.replica("c").down();

        Round round = run("a", "b", "c");

        assertThat(round.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(world.log.get(0)).isEqualTo("c DRAINING");
        assertThat(world.leastUsable).isEqualTo(2);
    }

    @Test
    void nobodyGoesWhileAnotherIsDownForItsOwnReasons() {
        world.replica("other").down();

        Round round = run("a", "b");

        assertThat(round.outcome()).isEqualTo(Outcome.HELD_UP);
        assertThat(round.why()).isEqualTo("not in use for 1m: other DOWN (max-unavailable: 1)");
        assertThat(world.log).containsExactly("a HELD_UP: waiting for other DOWN (max-unavailable: 1)");
        assertThat(round.untouched()).containsExactly("a", "b");
    }

    @Test
    void anEjectedReplicaIsWaitedFor() {
        world.replica("b").ejected = true;
        Round round = new Round(List.of("a"), Set.of(), policy);
        round.look(Duration.ZERO, world.seen());
        assertThat(round.isOver()).isFalse();

        world.replica("b").ejected = false;
        world.run(round);

        assertThat(round.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void workInFlightIsWaitedFor() {
        world.replica("a").busy = 3;
        world.replica("a").workEndsAfter = Duration.ofSeconds(8);

        run("a");

        assertThat(world.log.subList(0, 2)).containsExactly("a DRAINING: 3 in flight", "a RESTARTING");
        assertThat(world.now).isGreaterThan(Duration.ofSeconds(17));
    }

    @Test
    void workThatDoesNotEndInTimeIsLeftToTheReplicasGrace() {
        world.replica("a").busy = 3;
        world.replica("a").workEndsAfter = Duration.ofDays(1);

        Round round = run("a");

        assertThat(round.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(world.log).contains("a RESTARTING: 3 still in flight");
    }

    @Test
    void workThatDoesNotEndInTimeEndsTheRoundWhereThatIsWanted() {
        policy = policy(1, WhenBusy.STOP);
        world.replica("a").busy = 3;
        world.replica("a").workEndsAfter = Duration.ofDays(1);

        Round round = run("a", "b");

        assertThat(round.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(round.why()).isEqualTo("3 still in flight after 10s");
        assertThat(world.replica("a").restarts).isZero();
    }

    @Test
    void aGatewayThatDidNotSeeItGoIsNotBelievedForAWhile() {
        world.replica("a").unseen = true;

        run("a");

        assertThat(world.log).contains("a UP: after 5s");
    }

    @Test
    void aGatewayThatSaysWhenItLookedIsBelievedOnceItHasLookedAgainAndNotBefore() {
        Turn turn = new Turn("a", policy, false);
        Seen old = seenUp("12:00:01");
        turn.begin(Duration.ZERO, old);
        turn.look(Duration.ofSeconds(1), old);
        turn.restarted(Duration.ofSeconds(2), List.of("a"));

        assertThat(turn.look(Duration.ofSeconds(2), old)).isEmpty();
        assertThat(turn.look(Duration.ofSeconds(20), old)).isEmpty();
        assertThat(turn.look(Duration.ofSeconds(21), seenUp("12:00:21"))).contains(new Step.Undrain("a"));
    }

    /** The gateway noticed neither its going nor its coming. */
    private static Seen seenUp(String probed) {
        return new Seen("a", true, false, true, "DRAINING", 0, List.of(probed), "1");
    }

    @Test
    void oneThatFallsWhileItSettlesMustSettleAnew() {
        world.replica("a").failsAfter = Duration.ofSeconds(2);
        FakeWorld.Replica a = world.replica("a");
        Round round = new Round(List.of("a", "b"), Set.of(), policy);

        world.run(round);

        assertThat(round.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(world.log).contains("a UP: after 3s", "a LOST: DOWN");
        assertThat(round.why()).isEqualTo("did not stay up for 5s: it is DOWN");
        assertThat(world.now).isBetween(Duration.ofSeconds(65), Duration.ofSeconds(68));
        assertThat(a.restarts).isEqualTo(1);
        assertThat(round.untouched()).containsExactly("b");
    }

    @Test
    void aDrainThatIsRefusedRestartsNothing() {
        world.replica("a").cannotDrain = "a is the last usable replica of api";

        Round round = run("a", "b");

        assertThat(round.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(round.why()).isEqualTo("a is the last usable replica of api");
        assertThat(world.replicas.values()).allMatch(replica -> replica.restarts == 0);
    }

    @Test
    void whatSomebodyElseDrainedIsRestartedAndStaysDrained() {
        world.replica("b").draining = true;

        Round round = new Round(List.of("b"), Set.of("b"), policy);
        world.run(round);

        assertThat(round.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(world.replica("b").draining).isTrue();
        assertThat(world.replica("b").restarts).isEqualTo(1);
        assertThat(world.log.get(0)).isEqualTo("b RESTARTING");
    }

    @Test
    void anUndrainThatFailsIsTriedAgain() {
        world.replica("a").undrainFailures = 5;

        Round round = run("a");

        assertThat(round.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(world.replica("a").draining).isFalse();
    }

    @Test
    void anUndrainThatFailsForEverIsAFailure() {
        world.replica("a").undrainFailures = Integer.MAX_VALUE;

        Round round = run("a", "b");

        assertThat(round.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(round.why()).isEqualTo("the gateway could not be told to use it again");
    }

    @Test
    void aGatewayThatIsAwayForAMomentHoldsTheRoundUp() {
        world.blindFrom = Duration.ofSeconds(2);
        world.blindTo = Duration.ofSeconds(20);

        assertThat(run("a", "b").outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aGatewayThatStaysAwayEndsTheRound() {
        world.blindFrom = Duration.ofSeconds(2);

        Round round = run("a", "b");

        assertThat(round.outcome()).isEqualTo(Outcome.BLIND);
        assertThat(round.why()).isEqualTo("gateway away");
        assertThat(world.now).isLessThan(Duration.ofSeconds(33));
        assertThat(round.untouched()).containsExactly("b");
    }

    @Test
    void aReplicaThatComesBackUnderAnotherAddressIsKnownByIt() {
        Round round = new Round(List.of("10.0.0.1:80"), Set.of(), policy);
        Seen before = new Seen("10.0.0.1:80", true, true, false, "UP", 0, List.of(), "1");
        Seen after = new Seen("10.0.0.9:80", true, true, false, "UP", 0, List.of(), "1");
        round.look(Duration.ZERO, List.of(before));
        round.look(Duration.ofSeconds(1), List.of(before));
        round.restarted(Duration.ofSeconds(2), "10.0.0.1:80", List.of("10.0.0.9:80"));

        List<Step> steps = round.look(Duration.ofSeconds(3), List.of(after));
        round.look(Duration.ofSeconds(9), List.of(after));

        assertThat(steps).contains(new Step.Undrain("10.0.0.1:80"));
        assertThat(round.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(round.isOver()).isTrue();
    }

    @Test
    void theOrderIsByRule() {
        List<Seen> seen = List.of(
                new Seen("a", true, true, false, "UP", 5, List.of(), ""),
                new Seen("b", true, true, false, "UP", 1, List.of(), ""),
                new Seen("c", false, false, false, "DOWN", 3, List.of(), ""));

        assertThat(OrderRule.order(Order.LISTED, seen)).containsExactly("a", "b", "c");
        assertThat(OrderRule.order(Order.REVERSE, seen)).containsExactly("c", "b", "a");
        assertThat(OrderRule.order(Order.DOWN_FIRST, seen)).containsExactly("c", "a", "b");
        assertThat(OrderRule.order(Order.IDLE_FIRST, seen)).containsExactly("b", "c", "a");
    }

    @Test
    void severalGatewaysTogetherAreTheWorstOfThem() {
        Seen well = new Seen("a", true, true, false, "UP", 2, List.of(), "1");

        assertThat(Seen.together(List.of(well, new Seen("a", true, false, true, "DRAINING", 3, List.of(), "2"))))
                .isEqualTo(new Seen("a", true, false, true, "DRAINING", 5, List.of(), "1|2"));
        assertThat(Seen.together(List.of(
                        new Seen("a", true, false, true, "DRAINING", 1, List.of(), "2"),
                        new Seen("a", false, false, false, "DOWN", 0, List.of(), "3"))))
                .isEqualTo(new Seen("a", false, false, true, "DOWN", 1, List.of(), "2|3"));
    }

    private Round run(String... order) {
        Round round = new Round(List.of(order), Set.of(), policy);
        world.run(round);
        return round;
    }

    private static RestartPolicy policy(int maxUnavailable, WhenBusy whenBusy) {
        return new RestartPolicy(
                Order.LISTED,
                maxUnavailable,
                Duration.ofSeconds(10),
                whenBusy,
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5));
    }
}
