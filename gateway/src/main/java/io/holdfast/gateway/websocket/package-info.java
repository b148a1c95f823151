/**
 * WebSockets: the client's socket is kept apart from the replica's, which is replaced when its replica is lost or
 * drained. {@link io.holdfast.gateway.websocket.CloseRule} and {@link io.holdfast.gateway.websocket.ReattachRule}
 * decide; {@link io.holdfast.gateway.websocket.WebSocketSession} carries out. All of one socket happens on the event
 * loop of its client.
 */
@NullMarked
package io.holdfast.gateway.websocket;

import org.jspecify.annotations.NullMarked;
