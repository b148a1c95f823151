package io.holdfast.gateway.health;

import java.util.regex.Pattern;

/** What the network says of a connection, without the system calls, error numbers and addresses that are put around it. */
public final class Why {

    /** {@code recvAddress(..) failed with error(-104): Connection reset by peer} (Netty's epoll transport). */
    private static final Pattern CALL = Pattern.compile("^\\w+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: ");

    /** {@code Connection refused: /127.0.0.1:8001} (Netty names the peer). */
    private static final Pattern PEER = Pattern.compile("^(Connection [a-z ]+): .*$");

    private Why() {}

    /** In a few words, alike on every transport. */
    public static String of(Throwable error) {
        String message = error.getMessage();
        if (message == null || message.isBlank()) {
            return error.getClass().getSimpleName();
        }
        String said = PEER.matcher(CALL.matcher(message).replaceFirst("")).replaceFirst("$1");
        return said.startsWith("Connection ") ? "c" + said.substring(1) : said;
    }
}
