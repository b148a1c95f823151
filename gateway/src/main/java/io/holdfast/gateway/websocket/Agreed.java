package io.holdfast.gateway.websocket;

import io.holdfast.gateway.service.Replica;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A replica's yes to a handshake.
 *
 * @param channel carries frames behind its HTTP codec, which the receiver replaces
 * @param protocol that the replica chose, or null
 * @param headers of its 101
 */
record Agreed(Replica replica, Channel channel, @Nullable String protocol, HttpHeaders headers) {}
