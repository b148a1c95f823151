package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.wire.Request;

/**
 * A request and what a right answer to it looks like.
 *
 * @param id the name of its work at the API, empty where there is none
 * @param request to send
 * @param status expected
 * @param content text that the body must hold, empty for any
 */
record Question(String id, Request request, int status, String content) {}
