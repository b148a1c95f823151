package io.holdfast.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.websocket.HandshakeRule.Flaw;
import io.holdfast.gateway.websocket.KeepAliveRule.Verdict;
import io.holdfast.gateway.websocket.WebSocketSettings.OnLoss;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pure decisions about WebSockets, over all their cases. */
class WebSocketRulesTest {

    private static Set<Integer> codes(IntStream some) {
        return some.boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void exactlyTheseCodesOfAReplicaEndTheConversation() {
        Set<Integer> expected = codes(IntStream.rangeClosed(3000, 4999));
        expected.addAll(List.of(1000, 1003, 1005, 1007, 1008, 1009, 1010));
        assertThat(codes(IntStream.range(0, 65_536).filter(c -> CloseRule.ends(c, false))))
                .isEqualTo(expected);
        assertThat(IntStream.range(0, 65_536).filter(c -> CloseRule.ends(c, true)))
                .isEmpty();
    }

    @Test
    void exactlyTheseCodesMayStandInACloseFrame() {
        Set<Integer> expected = codes(IntStream.rangeClosed(3000, 4999));
        expected.addAll(codes(IntStream.rangeClosed(1000, 1014)));
        expected.removeAll(Set.of(1004, 1005, 1006));
        assertThat(codes(IntStream.range(-1, 65_536).filter(CloseRule::sendable)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "graphql-ws",
                "graphql-transport-ws",
                "GraphQL-WS",
                "stomp",
                "v10.stomp",
                "v12.stomp",
                "v1.2.stomp",
                "mqtt",
                "mqttv3.1",
                "wamp",
                "wamp.2.json",
                "xmpp",
                "ocpp",
                "ocpp1.6",
                "ocpp2.0.1",
                "amqp"
            })
    void subProtocolsThatKeepStateAreClosedUnlessSet(String protocol) {
        assertThat(CloseRule.reattaches(OnLoss.BY_PROTOCOL, protocol)).isFalse();
        assertThat(CloseRule.reattaches(OnLoss.REATTACH, protocol)).isTrue();
        assertThat(CloseRule.reattaches(OnLoss.CLOSE, protocol)).isFalse();
    }

    @Test
    void othersAreReattachedUnlessSet() {
        for (String protocol : new String[] {null, "", "chat", "stomper", "json"}) {
            assertThat(CloseRule.reattaches(OnLoss.BY_PROTOCOL, protocol)).isTrue();
            assertThat(CloseRule.reattaches(OnLoss.CLOSE, protocol)).isFalse();
        }
    }

    @Test
    void aClientsHandshakeIsLookedAt() {
        Set<String> any = Set.of();
        Set<String> one = Set.of("https://App.example.com");
        assertThat(HandshakeRule.flaw("GET", "13", "key", null, any)).isEqualTo(Flaw.NONE);
        assertThat(HandshakeRule.flaw("POST", "13", "key", null, any)).isEqualTo(Flaw.MALFORMED);
        assertThat(HandshakeRule.flaw("GET", "13", null, null, any)).isEqualTo(Flaw.MALFORMED);
        assertThat(HandshakeRule.flaw("GET", "13", " ", null, any)).isEqualTo(Flaw.MALFORMED);
        assertThat(HandshakeRule.flaw("GET", "8", "key", null, any)).isEqualTo(Flaw.VERSION);
        assertThat(HandshakeRule.flaw("GET", null, "key", null, any)).isEqualTo(Flaw.VERSION);
        assertThat(HandshakeRule.flaw("GET", "13", "key", "https://app.example.com", one))
                .isEqualTo(Flaw.NONE);
        assertThat(HandshakeRule.flaw("GET", "13", "key", "http://app.example.com", one))
                .isEqualTo(Flaw.ORIGIN);
        assertThat(HandshakeRule.flaw("GET", "13", "key", "https://app.example.com.evil.org", one))
                .isEqualTo(Flaw.ORIGIN);
        assertThat(HandshakeRule.flaw("GET", "13", "key", "null", one)).isEqualTo(Flaw.ORIGIN);
        assertThat(HandshakeRule.flaw("GET", "13", "key", null, one)).isEqualTo(Flaw.ORIGIN);
    }

    @Test
    void aReplicas101HasToFitWhatWasAsked() {
        List<String> offered = HandshakeRule.offered(List.of("a, b", " c ,"));
        assertThat(offered).containsExactly("a", "b", "c");
        assertThat(HandshakeRule.misfit("WebSocket", "x", "x", null, null, offered))
                .isNull();
        assertThat(HandshakeRule.misfit("websocket", "x", "x", null, "b", offered))
                .isNull();
        assertThat(HandshakeRule.misfit(null, "x", "x", null, null, offered)).isNotNull();
        assertThat(HandshakeRule.misfit("h2c", "x", "x", null, null, offered)).isNotNull();
        assertThat(HandshakeRule.misfit("websocket", null, "x", null, null, offered))
                .isNotNull();
        assertThat(HandshakeRule.misfit("websocket", "y", "x", null, null, offered))
                .isNotNull();
        assertThat(HandshakeRule.misfit("websocket", "x", "x", "permessage-deflate", null, offered))
                .isNotNull();
        assertThat(HandshakeRule.misfit("websocket", "x", "x", null, "B", offered))
                .isNotNull();
    }

    @Test
    void anIdleEndIsPingedThenDead() {
        KeepAliveRule rule = new KeepAliveRule(10);
        assertThat(rule.look(10, 0, true)).isEqualTo(Verdict.FINE);
        assertThat(rule.look(11, 0, true)).isEqualTo(Verdict.PING);
        assertThat(rule.look(21, 0, true)).isEqualTo(Verdict.FINE);
        assertThat(rule.look(22, 0, true)).isEqualTo(Verdict.DEAD);
    }

    @Test
    void anAnsweredPingBeginsAnewHoweverLateTheLook() {
        KeepAliveRule rule = new KeepAliveRule(10);
        assertThat(rule.look(11, 0, true)).isEqualTo(Verdict.PING);
        assertThat(rule.look(1000, 12, true)).isEqualTo(Verdict.PING);
        assertThat(rule.look(1011, 12, true)).isEqualTo(Verdict.DEAD);
    }

    @Test
    void anEndThatIsNotReadIsNeverDeadAndIsPingedFirstAfterwards() {
        KeepAliveRule rule = new KeepAliveRule(10);
        assertThat(rule.look(11, 0, true)).isEqualTo(Verdict.PING);
        assertThat(rule.look(5000, 0, false)).isEqualTo(Verdict.FINE);
        assertThat(rule.look(5001, 0, true)).isEqualTo(Verdict.PING);
    }

    @Test
    void aSocketThatKeepsBeingLostWaitsLongerAndIsGivenUp() {
        ReattachRule rule = new ReattachRule();
        long[] expected = {0, 0, 100_000_000, 200_000_000, 400_000_000, 800_000_000, -1};
        for (long nanos : expected) {
            assertThat(rule.lost(0, false)).isEqualTo(nanos);
        }
        assertThat(rule.lost(ReattachRule.GOOD_NANOS, false)).isZero();
        assertThat(rule.lost(0, false)).isZero();
    }

    @Test
    void aReplicaThatIsDownIsNoFaultOfTheConversation() {
        ReattachRule rule = new ReattachRule();
        for (int i = 0; i < 100; i++) {
            assertThat(rule.lost(0, true)).isZero();
        }
    }

    @Test
    void healthIsAskedOnceAMessageHasWaitedAndTheReplicaHasSaidNothingToAnybody() {
        assertThat(SilenceRule.askIn(0, 5_000, 300)).isEqualTo(300);
        assertThat(SilenceRule.askIn(400, 100, 300)).isEqualTo(200);
        assertThat(SilenceRule.askIn(300, 300, 300)).isZero();
    }

    @Test
    void messagesWaitForASilentReplicaOnlyWhileAProbeGoesUnanswered() {
        long ms = 1_000_000;
        assertThat(SilenceRule.withholds(10_000 * ms, 0, 300 * ms)).as("idle").isFalse();
        assertThat(SilenceRule.withholds(10_000 * ms, 3 * ms, 300 * ms))
                .as("the probe is on its way")
                .isFalse();
        assertThat(SilenceRule.withholds(300 * ms, 50 * ms, 300 * ms)).isTrue();
        assertThat(SilenceRule.withholds(299 * ms, 60 * ms, 300 * ms))
                .as("somebody heard from it")
                .isFalse();
        assertThat(SilenceRule.withholds(10_000 * ms, 5_000 * ms, 0))
                .as("suspect.after: off")
                .isFalse();
    }
}
