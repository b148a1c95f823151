/**
 * The command line's configuration: one YAML file, read strictly into records with every default filled in. Knows what may
 * be written there; does nothing with it.
 *
 * <p>A new part of the file is a record with a static {@code read(Section)} here, and a line in {@link
 * io.holdfast.cli.config.Config#read}. Whatever no part asked for is an unknown key.
 */
@NullMarked
package io.holdfast.cli.config;

import org.jspecify.annotations.NullMarked;
