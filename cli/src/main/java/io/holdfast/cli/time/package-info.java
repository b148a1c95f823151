/** The clocks of the command line: the one place where they are read and slept by. */
@NullMarked
package io.holdfast.cli.time;

import org.jspecify.annotations.NullMarked;
