package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.exchange.RetryRule.Next;
import io.holdfast.gateway.upstream.Loss;
import io.holdfast.gateway.upstream.Loss.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Each rule over every case there is: kind of loss, sent or not, method, body, retries made and allowed, losses. */
class RetryRuleTest {

    private static final Set<Kind> BEFORE_SENDING = EnumSet.of(Kind.REFUSED, Kind.UNREACHABLE, Kind.TLS, Kind.STALE);
    private static final Set<Next> SENDS_AGAIN = EnumSet.of(Next.MOVE, Next.RETRY, Next.RETRY_WITHIN_BUDGET, Next.HOLD);
    private static final long SECOND = 1_000_000_000L;
    private static final long MAX_WAIT = 10 * SECOND;

    private record Case(
            Kind kind, boolean sent, Repeatable repeatable, boolean replayable, int retries, int max, int losses) {

        Next next() {
            return RetryRule.afterLoss(kind, sent, repeatable, replayable, retries, max, losses);
        }

        boolean mayRepeat() {
            return repeatable.afterLoss() && replayable;
        }
    }

    private static List<Case> cases(Predicate<Case> of) {
        List<Case> cases = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (boolean sent : BEFORE_SENDING.contains(kind) ? new boolean[] {false} : new boolean[] {false, true}) {
                for (Repeatable repeatable : Repeatable.values()) {
                    for (boolean replayable : new boolean[] {false, true}) {
                        for (int max : new int[] {0, 1, 3}) {
                            for (int retries = 0; retries <= max + 1; retries++) {
                                for (int losses = 0; losses <= 3; losses++) {
                                    Case c = new Case(kind, sent, repeatable, replayable, retries, max, losses);
                                    if (of.test(c)) {
                                        cases.add(c);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        assertThat(cases).isNotEmpty();
        return cases;
    }

    private static void all(Predicate<Case> of, Next expected) {
        assertThat(cases(of)).allSatisfy(c -> assertThat(c.next()).isEqualTo(expected));
    }

    @Test
    void whatWasNeverSentMovesForEveryMethodWhateverWasTriedBefore() {
        all(c -> !c.sent && c.replayable, Next.MOVE);
    }

    @Test
    void whatWasNeverSentButCannotBeGivenAgainFailsAndSaysThatItWasNotSent() {
        all(c -> !c.sent && !c.replayable, Next.FAIL_UNSENT);
    }

    @Test
    void aFirstByteTimeoutIsNeverRepeated() {
        all(c -> c.sent && c.kind == Kind.FIRST_BYTE_TIMEOUT, Next.FAIL_TIMEOUT);
    }

    @Test
    void nothingThatMayHaveBeenActedOnIsSentTwiceUnlessItMayBeRepeated() {
        all(c -> c.sent && c.kind != Kind.FIRST_BYTE_TIMEOUT && !c.mayRepeat(), Next.FAIL_SENT_UNKNOWN);
        assertThat(cases(c -> c.sent && !c.mayRepeat()))
                .noneSatisfy(c -> assertThat(SENDS_AGAIN).contains(c.next()));
    }

    @Test
    void aRequestInFlightAtTheLossOfTwoReplicasIsPoison() {
        all(c -> c.sent && c.kind != Kind.FIRST_BYTE_TIMEOUT && c.mayRepeat() && c.losses >= 2, Next.FAIL_POISON);
    }

    @Test
    void theFirstMoveAwayFromALostReplicaCostsNoBudget() {
        all(c -> lost(c) && c.retries == 0 && c.max > 0, Next.RETRY);
    }

    @Test
    void laterOnesAreBoundedByTheBudget() {
        all(c -> lost(c) && c.retries > 0 && c.retries < c.max, Next.RETRY_WITHIN_BUDGET);
    }

    @Test
    void attemptsThatEndByLossEndInHoldingAndNeverInAnError() {
        all(c -> lost(c) && c.retries >= c.max, Next.HOLD);
    }

    @Test
    void anInvalidAnswerIsRetriedWithinMaxAndBudgetAndThenFails() {
        Predicate<Case> invalid = c -> c.sent && c.kind == Kind.INVALID && c.mayRepeat() && c.losses < 2;
        all(c -> invalid.test(c) && c.retries < c.max, Next.RETRY_WITHIN_BUDGET);
        all(c -> invalid.test(c) && c.retries >= c.max, Next.FAIL_SENT_UNKNOWN);
    }

    @Test
    void withoutBudgetALossWaitsAndAnInvalidAnswerFails() {
        for (Case c : cases(c -> c.next() == Next.RETRY_WITHIN_BUDGET)) {
            assertThat(RetryRule.withoutBudget(c.kind))
                    .isEqualTo(c.kind == Kind.INVALID ? Next.FAIL_SENT_UNKNOWN : Next.HOLD);
        }
    }

    private static boolean lost(Case c) {
        return c.sent && (c.kind == Kind.LOST || c.kind == Kind.IDLE_TIMEOUT) && c.mayRepeat() && c.losses < 2;
    }

    @Test
    void onlyLossesThatPutTheReplicaInDoubtAreTold() {
        for (Kind kind : Kind.values()) {
            assertThat(new Loss(kind, true, "").alarming())
                    .isEqualTo(EnumSet.of(Kind.REFUSED, Kind.UNREACHABLE, Kind.LOST, Kind.TLS)
                            .contains(kind));
        }
    }

    private record AnswerCase(
            int status,
            long took,
            long retryAfter,
            Repeatable repeatable,
            boolean replayable,
            int retries,
            int max,
            boolean untried) {

        Next next() {
            return RetryRule.afterAnswer(
                    status, took, retryAfter, MAX_WAIT, repeatable, replayable, retries, max, untried);
        }

        boolean allowed() {
            return repeatable.afterLoss() && replayable && retries < max && !late504() && !asksTooLong();
        }

        boolean late504() {
            return status == 504 && took > 5 * SECOND;
        }

        boolean asksTooLong() {
            return retryAfter > MAX_WAIT && !untried;
        }
    }

    private static List<AnswerCase> answers() {
        List<AnswerCase> cases = new ArrayList<>();
        for (int status : new int[] {502, 503, 504}) {
            for (long took : new long[] {0, 5 * SECOND, 5 * SECOND + 1}) {
                for (long retryAfter : new long[] {0, MAX_WAIT, MAX_WAIT + 1}) {
                    for (Repeatable repeatable : Repeatable.values()) {
                        for (boolean replayable : new boolean[] {false, true}) {
                            for (int max : new int[] {0, 1, 3}) {
                                for (int retries = 0; retries <= max + 1; retries++) {
                                    for (boolean untried : new boolean[] {false, true}) {
                                        cases.add(new AnswerCase(
                                                status,
                                                took,
                                                retryAfter,
                                                repeatable,
                                                replayable,
                                                retries,
                                                max,
                                                untried));
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return cases;
    }

    @Test
    void aFailingAnswerIsRetriedWithinTheBudgetWhereRepeatingIsAllowedElsePassed() {
        assertThat(answers())
                .allSatisfy(c -> assertThat(c.next()).isEqualTo(c.allowed() ? Next.RETRY_WITHIN_BUDGET : Next.PASS));
    }

    @Test
    void whatHasWaitedItsTimeIsNotAskedToWaitForTheReplicaThatAnswered() {
        for (boolean untried : new boolean[] {false, true}) {
            assertThat(RetryRule.afterAnswer(503, 0, 0, 0, Repeatable.SAFE, true, 0, 3, untried))
                    .isEqualTo(untried ? Next.RETRY_WITHIN_BUDGET : Next.PASS);
        }
    }

    @Test
    void whatWasNotSentLeavesAReplicaThatIsDownWhateverItIs() {
        for (Repeatable repeatable : Repeatable.values()) {
            for (boolean movedBefore : new boolean[] {false, true}) {
                assertThat(RetryRule.afterDown(false, repeatable, true, movedBefore))
                        .isEqualTo(Next.MOVE);
                assertThat(RetryRule.afterDown(false, repeatable, false, movedBefore))
                        .isEqualTo(Next.WAIT);
            }
        }
    }

    @Test
    void aRequestThatWaitsAtASilentReplicaMovesOnceIfNothingCanHappenTwice() {
        for (Repeatable repeatable : Repeatable.values()) {
            for (boolean replayable : new boolean[] {false, true}) {
                for (boolean movedBefore : new boolean[] {false, true}) {
                    boolean moves = (repeatable == Repeatable.SAFE || repeatable == Repeatable.KEYED)
                            && replayable
                            && !movedBefore;
                    assertThat(RetryRule.afterDown(true, repeatable, replayable, movedBefore))
                            .isEqualTo(moves ? Next.MOVE : Next.WAIT);
                }
            }
        }
    }
}
