package io.holdfast.gateway.route;

import io.holdfast.gateway.balance.BalanceProperties;
import io.holdfast.gateway.balance.StickyKeyRule;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tells one client of a sticky service from another.
 *
 * @param byService only services whose policy is sticky
 */
public record StickyKeys(Map<String, BalanceProperties.Sticky> byService) {

    public StickyKeys {
        byService = Map.copyOf(byService);
    }

    /** The key of a request, or null: no sticky service, or nothing to tell the client by. */
    @Nullable String of(String service, HttpHeaders headers, String address) {
        BalanceProperties.Sticky sticky = byService.get(service);
        return sticky == null ? null : StickyKeyRule.key(sticky, headers::getAll, address);
    }
}
