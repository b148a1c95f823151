package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ClientAddressRuleTest {

    private static final Pattern OURS = Pattern.compile("10\\..*");

    private static String client(String peer, String... forwardedFor) {
        return ClientAddressRule.client(peer, List.of(forwardedFor), OURS);
    }

    @Test
    void withoutTrustedProxiesItIsThePeer() {
        assertThat(ClientAddressRule.client("10.0.0.1", List.of("192.0.2.1"), null))
                .isEqualTo("10.0.0.1");
        assertThat(client("192.0.2.9", "192.0.2.1")).isEqualTo("192.0.2.9");
    }

    @Test
    void behindTrustedProxiesItIsTheLastThatIsNone() {
        assertThat(client("10.0.0.1", "192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(client("10.0.0.1", "203.0.113.7, 192.0.2.1, 10.0.0.2")).isEqualTo("192.0.2.1");
        assertThat(client("10.0.0.1", "203.0.113.7", "192.0.2.1,10.0.0.2")).isEqualTo("192.0.2.1");
        assertThat(client("10.0.0.1", "10.0.0.3, 10.0.0.2")).isEqualTo("10.0.0.3");
        assertThat(client("10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(client("10.0.0.1", "")).isEqualTo("10.0.0.1");
    }

    @Test
    void aPortIsNoPartOfIt() {
        assertThat(client("10.0.0.1", "192.0.2.1:4711")).isEqualTo("192.0.2.1");
        assertThat(client("10.0.0.1", "[2001:db8::1]:4711")).isEqualTo("2001:db8:0:0:0:0:0:0");
    }

    @Test
    void aNetworkOfIpv6IsOneClient() {
        assertThat(client("2001:db8:1:2:3:4:5:6")).isEqualTo(client("2001:db8:1:2:ffff::1"));
        assertThat(client("2001:db8:1:2::1")).isNotEqualTo(client("2001:db8:1:3::1"));
        assertThat(client("fe80:0:0:0:1:2:3:4%eth0")).isEqualTo("fe80:0:0:0:0:0:0:0");
        assertThat(client("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void whatIsNoAddressStandsForItself() {
        assertThat(client("unix")).isEqualTo("unix");
        assertThat(client("10.0.0.1", "a:b:c")).isEqualTo("a:b:c");
    }
}
