package io.holdfast.gateway.websocket;

import java.util.Map;

/** The WebSockets by name of service: fixed at start. */
public record ServiceSockets(Map<String, WebSockets> byService) {

    public ServiceSockets {
        byService = Map.copyOf(byService);
    }
}
