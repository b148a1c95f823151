package io.holdfast.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.health.Outcome.Kind;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of any replica after any history of probes. */
class HealthRulePropertyTest {

    private static final long MS = 1_000_000L;

    private static Outcome outcome(Kind kind) {
        return new Outcome(kind, kind.name());
    }

    @Property
    void noHistoryBreaksThese(
            @ForAll @Size(max = 60) List<Kind> history,
            @ForAll @IntRange(min = 1, max = 4) int rise,
            @ForAll @IntRange(min = 1, max = 4) int fall,
            @ForAll boolean last,
            @ForAll @IntRange(max = 20) int startProbes) {
        HealthRule rule = new HealthRule(rise, fall, startProbes * 250 * MS, 2000 * MS, 250 * MS);
        long now = 0;
        Watch w = Watch.first(now);
        int goodInRow = 0;
        for (Kind kind : history) {
            now += 250 * MS;
            Watch next = rule.probed(w, outcome(kind), last, now);
            if (kind == Kind.NOT_ASKED) {
                assertThat(next).isEqualTo(w);
                continue;
            }
            goodInRow = kind == Kind.GOOD ? goodInRow + 1 : 0;

            if (goodInRow >= rise) {
                assertThat(next.phase()).isEqualTo(Phase.UP);
            }
            if (next.phase() == Phase.UP && w.phase() != Phase.UP) {
                assertThat(goodInRow).isGreaterThanOrEqualTo(rise);
            }
            if (kind == Kind.REFUSED && w.phase() != Phase.STARTING) {
                assertThat(next.unreachable()).isTrue();
            }
            if (kind.answered()) {
                assertThat(next.suspected()).isFalse();
                assertThat(next.unreachable() && kind != Kind.GOOD).isFalse();
            }
            assertThat(next.phase() == Phase.DOWN).isEqualTo(next.reason() != Reason.NONE);
            assertThat(next.restarts() - w.restarts()).isBetween(0, kind.answered() && w.refused() ? 1 : 0);
            assertThat(next.since()).isEqualTo(next.phase() == w.phase() ? w.since() : now);
            assertThat(rule.nextProbe(next, now)).isPositive();
            w = next;
        }
    }
}
