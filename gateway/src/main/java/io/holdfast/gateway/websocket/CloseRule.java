package io.holdfast.gateway.websocket;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the end of a replica's socket means: the end of the conversation, or the loss of a replica (RFC 6455 7.4). */
final class CloseRule {

    /** No close frame came: the connection just ended. */
    static final int ABNORMAL = 1006;
    /** A close frame without a code. */
    static final int NO_CODE = 1005;

    static final int GOING_AWAY = 1001;
    static final int SERVICE_RESTART = 1012;
    static final int TRY_AGAIN_LATER = 1013;

    /** Sub-protocols that keep state per connection, which a new replica does not have. */
    private static final Set<String> STATEFUL =
            Set.of("graphql-ws", "graphql-transport-ws", "stomp", "mqtt", "mqttv3.1", "wamp", "xmpp", "ocpp", "amqp");

    private CloseRule() {}

    /**
     * Whether the conversation is over, so that the code passes to the client.
     *
     * @param leaving the replica is draining, or down
     */
    static boolean ends(int code, boolean leaving) {
        if (leaving) {
            return false;
        }
        return switch (code) {
            case 1000, 1003, NO_CODE, 1007, 1008, 1009, 1010 -> true;
            default -> code >= 3000 && code <= 4999;
        };
    }

    /** Whether a client with this sub-protocol is attached again rather than closed. */
    static boolean reattaches(WebSocketSettings.OnLoss onLoss, @Nullable String protocol) {
        return switch (onLoss) {
            case REATTACH -> true;
            case CLOSE -> false;
            case BY_PROTOCOL -> protocol == null || !stateful(protocol.toLowerCase(Locale.ROOT));
        };
    }

    private static boolean stateful(String protocol) {
        return STATEFUL.contains(protocol)
                || protocol.matches("v\\d+(\\.\\d+)*\\.stomp|(ocpp|wamp|amqp|mqtt)[\\d.\\-v].*|wamp\\..*");
    }

    /** Whether a code may stand in a close frame (RFC 6455 7.4.1); others are only said locally. */
    static boolean sendable(int code) {
        return code >= 1000 && code <= 1014 && code != 1004 && code != NO_CODE && code != ABNORMAL
                || code >= 3000 && code <= 4999;
    }
}
