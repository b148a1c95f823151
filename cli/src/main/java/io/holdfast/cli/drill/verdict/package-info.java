/**
 * What the clients saw, counted, and whether it meets the targets. Pure: no socket, no clock, no thread; times are values of
 * the monotonic clock in nanoseconds.
 *
 * <p>The load writes {@link io.holdfast.cli.drill.verdict.Call}, {@link io.holdfast.cli.drill.verdict.SocketTrace} and {@link
 * io.holdfast.cli.drill.verdict.StreamTrace}; the tallies turn them into named {@link
 * io.holdfast.cli.drill.verdict.Measures}; a {@link io.holdfast.cli.drill.verdict.Target} bounds one measure.
 */
package io.holdfast.cli.drill.verdict;
