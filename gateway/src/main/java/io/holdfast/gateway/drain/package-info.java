/**
 * Planned removal of a replica: an operator's word that it gets no new work, what is allowed, and how the word outlives
 * a restart of this gateway. What moves or finishes is decided where the work is (exchange, websocket).
 */
@NullMarked
package io.holdfast.gateway.drain;

import org.jspecify.annotations.NullMarked;
