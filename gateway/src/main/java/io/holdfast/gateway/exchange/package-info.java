/**
 * One client request: attempts, retry rules, retry budget, hedging, replay buffer, hold, the verdict. Knows Netty's
 * buffers and headers, and nothing of the entrance that it serves. What to do next is decided by the classes named
 * {@code *Rule}, which are plain Java; {@link io.holdfast.gateway.exchange.Exchange} carries it out.
 */
@NullMarked
package io.holdfast.gateway.exchange;

import org.jspecify.annotations.NullMarked;
