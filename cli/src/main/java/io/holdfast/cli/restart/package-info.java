/**
 * Planned restarts: the replicas of a service one after the other, each drained before and back in use after. {@code Round}
 * and {@code Turn} decide, on plain values; {@code Fleet} is how the gateways and the driver are asked and told.
 */
@NullMarked
package io.holdfast.cli.restart;

import org.jspecify.annotations.NullMarked;
