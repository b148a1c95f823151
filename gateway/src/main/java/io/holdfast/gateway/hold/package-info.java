/**
 * The bounded waiting room of a service: who waits while no replica can take a request, and how many are let out at
 * once when one can. Decides nothing about the requests themselves.
 */
@NullMarked
package io.holdfast.gateway.hold;

import org.jspecify.annotations.NullMarked;
