package io.holdfast.gateway;

import io.holdfast.gateway.balance.BalanceProperties;
import io.holdfast.gateway.breaker.BreakerProperties;
import io.holdfast.gateway.config.Problems;
import io.holdfast.gateway.discovery.DiscoveryRule;
import io.holdfast.gateway.exchange.HedgeProperties;
import io.holdfast.gateway.exchange.RetryProperties;
import io.holdfast.gateway.exchange.StaleProperties;
import io.holdfast.gateway.exchange.SuspectProperties;
import io.holdfast.gateway.health.HealthProperties;
import io.holdfast.gateway.hold.HoldProperties;
import io.holdfast.gateway.stream.StreamProperties;
import io.holdfast.gateway.upstream.TimeoutsProperties;
import io.holdfast.gateway.upstream.TlsProperties;
import io.holdfast.gateway.websocket.WebSocketProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code holdfast.services.<name>}: a list of replicas alone is complete.
 *
 * @param replicas their URLs: http or https, host and port
 * @param dns in place of a list: a URL whose host has one address for each replica
 */
public record ServiceProperties(
        @DefaultValue List<String> replicas,
        @Nullable String dns,
        @DefaultValue BalanceProperties balance,
        @DefaultValue HealthProperties health,
        @DefaultValue BreakerProperties breaker,
        @DefaultValue RetryProperties retry,
        @DefaultValue TimeoutsProperties timeouts,
        @DefaultValue TlsProperties tls,
        @DefaultValue SuspectProperties suspect,
        @DefaultValue HedgeProperties hedge,
        @DefaultValue HoldProperties hold,
        @DefaultValue WebSocketProperties websocket,
        @DefaultValue StreamProperties stream,
        @DefaultValue StaleProperties staleIfError) {

    /** Whether any of its replicas is spoken to by TLS. */
    boolean secure() {
        return DiscoveryRule.secure(replicas, dns);
    }

    void check(Problems problems) {
        DiscoveryRule.check(problems, replicas, dns);
        balance.check(problems.at("balance"));
        health.check(problems.at("health"));
        breaker.check(problems.at("breaker"));
        retry.check(problems.at("retry"));
        timeouts.check(problems.at("timeouts"));
        tls.check(problems.at("tls"));
        suspect.check(problems.at("suspect"));
        hedge.check(problems.at("hedge"));
        hold.check(problems.at("hold"));
        websocket.check(problems.at("websocket"));
        stream.check(problems.at("stream"));
        staleIfError.check(problems.at("stale-if-error"));
    }
}
