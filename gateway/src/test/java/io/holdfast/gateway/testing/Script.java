package io.holdfast.gateway.testing;

import java.io.IOException;

/** What a replica does with one request. */
@FunctionalInterface
public interface Script {

    void play(Line line) throws IOException;

    /** Reads the request and answers it whole. */
    static Script answers(int status, String body, String... headerLines) {
        return line -> {
            line.request();
            line.answer(status, body, headerLines);
        };
    }

    /** Reads the request and answers 200 with this body. */
    static Script ok(String body) {
        return answers(200, body);
    }

    /** Reads the request, then resets the connection. */
    static Script resets() {
        return line -> {
            line.request();
            line.reset();
        };
    }

    /** Reads the request, then closes the connection. */
    static Script closes() {
        return line -> {
            line.request();
            line.close();
        };
    }

    /** Reads the request and never answers. */
    static Script silent() {
        return line -> {
            line.request();
            line.untilClosed();
        };
    }

    /** Sends text as it stands after the request, and closes. */
    static Script sendsAndCloses(String text) {
        return line -> {
            line.request();
            line.send(text);
            line.close();
        };
    }

    /** Sends text as it stands after the request, and resets once the gateway has it. */
    static Script sendsAndResets(String text, Signal seen) {
        return line -> {
            line.request();
            line.send(text);
            seen.await();
            line.reset();
        };
    }
}
