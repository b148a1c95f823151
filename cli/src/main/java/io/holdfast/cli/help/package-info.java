/** What all commands have in common for people: the order of their help, and completion in the shell. */
@NullMarked
package io.holdfast.cli.help;

import org.jspecify.annotations.NullMarked;
