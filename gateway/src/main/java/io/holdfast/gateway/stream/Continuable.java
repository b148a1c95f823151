package io.holdfast.gateway.stream;

/** What the status of an answer to a request for the rest says of other replicas. */
final class Continuable {

    private Continuable() {}

    /**
     * Whether the replica cannot give the rest at the moment while another may: 502, 503 and 504, which a replica gives
     * when it starts, stops or waits for something behind it, and 429, which counts requests and not bytes.
     */
    static boolean status(int status) {
        return status == 429 || status >= 502 && status <= 504;
    }
}
