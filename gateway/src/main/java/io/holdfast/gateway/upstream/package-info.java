/**
 * The client side: connections to replicas, pooled per event loop and replica, and exact knowledge of what was sent.
 * Speaks HTTP/1.1 on Netty channels that live on the event loop of the client's connection. Decides nothing about
 * retries: it says what happened ({@link io.holdfast.gateway.upstream.Loss}), the exchange decides what follows.
 */
@NullMarked
package io.holdfast.gateway.upstream;

import org.jspecify.annotations.NullMarked;
