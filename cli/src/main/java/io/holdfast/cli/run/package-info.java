/** Runs a command of the machine and reads what it said. Knows nothing of what the command is for. */
@NullMarked
package io.holdfast.cli.run;

import org.jspecify.annotations.NullMarked;
