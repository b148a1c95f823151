/** Where this installation has its files: the jars that commands start, the directory of what they keep. Reads nothing in them. */
@NullMarked
package io.holdfast.cli.home;

import org.jspecify.annotations.NullMarked;
