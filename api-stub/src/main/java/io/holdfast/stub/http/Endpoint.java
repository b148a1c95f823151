package io.holdfast.stub.http;

/** Answers one kind of request. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Called on the connection's event loop once the head of the request is there. An endpoint that wants the body says so
     * before it returns ({@link Exchange#body}); else the body is read and dropped.
     *
     * @throws Refusal to answer with a status and a message
     */
    void handle(Exchange exchange);
}
