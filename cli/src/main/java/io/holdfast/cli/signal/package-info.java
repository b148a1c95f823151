/** What signals mean to a command that has something to finish. */
@NullMarked
package io.holdfast.cli.signal;

import org.jspecify.annotations.NullMarked;
