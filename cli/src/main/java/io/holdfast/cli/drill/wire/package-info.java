/**
 * What the drill's clients see on a socket, exactly: HTTP/1.1, WebSocket and event stream, read byte by byte.
 *
 * <p>A library client hides what the drill must count: it retries, it takes a body cut at a chunk boundary for whole, it
 * reconnects. Nothing here repeats, repairs or forgives: a body that ends early is {@link
 * io.holdfast.cli.drill.wire.WireFailure.Kind#CUT}, bytes nobody asked for are {@link
 * io.holdfast.cli.drill.wire.WireFailure.Kind#MALFORMED}.
 */
package io.holdfast.cli.drill.wire;
