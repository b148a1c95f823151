/**
 * Whether a replica is up: active probes, and what traffic tells of it. Decides the health axis of a replica's state;
 * never who gets a request.
 */
@NullMarked
package io.holdfast.gateway.health;

import org.jspecify.annotations.NullMarked;
