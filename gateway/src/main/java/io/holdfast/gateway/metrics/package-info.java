/**
 * What is counted and measured, and under which names. Hears and reads; decides nothing.
 */
@NullMarked
package io.holdfast.gateway.metrics;

import org.jspecify.annotations.NullMarked;
