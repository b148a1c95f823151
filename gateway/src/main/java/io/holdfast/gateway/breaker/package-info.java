/**
 * When a replica is ejected and when a service fails fast: a Resilience4j circuit breaker behind the gate of each. Is told
 * outcomes by the exchange and never sees a request.
 */
@NullMarked
package io.holdfast.gateway.breaker;

import org.jspecify.annotations.NullMarked;
