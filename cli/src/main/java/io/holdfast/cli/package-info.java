/** The {@code holdfast} command: which subcommands there are, how they end and how their failures read. Does none of their work. */
@NullMarked
package io.holdfast.cli;

import org.jspecify.annotations.NullMarked;
