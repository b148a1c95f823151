/**
 * The watch: what is wrong with an instance, when to restart it, what people are told. Classes named {@code *Rule}, {@code
 * Watch} and what they use are plain decisions on plain values, with time as an argument in milliseconds since the epoch,
 * because what they remember outlives the process; {@code WatchLoop} and the classes around it carry them out.
 */
@NullMarked
package io.holdfast.cli.watch;

import org.jspecify.annotations.NullMarked;
