package io.holdfast.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NettyLookupTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ScriptedNameServer server;
    private NettyLookup lookup;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedNameServer();
        lookup = new NettyLookup(new SequentialDnsServerAddressStreamProvider(server.address()));
    }

    @AfterEach
    void stop() {
        lookup.close();
        server.close();
    }

    private NameLookup.Addresses find(String name) {
        NameLookup.Addresses found = lookup.find(name).block(PATIENCE);
        assertThat(found).isNotNull();
        return found;
    }

    @Test
    void findsEveryAddressAndForHowLongItHolds() throws IOException {
        server.put("api.test", "10.1.2.3", "10.1.2.4", "10.1.2.5");
        server.ttlSeconds = 7;
        NameLookup.Addresses found = find("api.test");
        assertThat(found.addresses())
                .extracting(InetAddress::getHostAddress)
                .containsExactlyInAnyOrder("10.1.2.3", "10.1.2.4", "10.1.2.5");
        assertThat(found.ttlNanos()).isEqualTo(7_000_000_000L);
    }

    @Test
    void asksAnewEachTime() throws IOException {
        server.put("api.test", "10.1.2.3");
        find("api.test");
        server.put("api.test", "10.1.2.9");
        assertThat(find("api.test").addresses())
                .extracting(InetAddress::getHostAddress)
                .containsExactly("10.1.2.9");
    }

    @Test
    void knowsTheHostsFileAndLiteralAddresses() {
        assertThat(find("localhost").addresses()).allMatch(InetAddress::isLoopbackAddress);
        assertThat(find("10.9.8.7").addresses())
                .extracting(InetAddress::getHostAddress)
                .containsExactly("10.9.8.7");
    }

    @Test
    void anUnknownNameIsAnError() {
        assertThatThrownBy(() -> find("nobody.test")).hasMessageContaining("nobody.test");
    }

    @Test
    void aSilentServerIsAnErrorInTheEnd() {
        server.silent = true;
        assertThatThrownBy(() -> lookup.find("api.test").block(Duration.ofSeconds(60)))
                .hasMessageContaining("api.test");
    }
}
