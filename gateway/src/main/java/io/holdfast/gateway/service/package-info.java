/**
 * A named service and its replicas: the values that every other feature reads, and the one place where they change.
 * Decides nothing about health, balance or traffic.
 */
@NullMarked
package io.holdfast.gateway.service;

import org.jspecify.annotations.NullMarked;
