/** The commands that show replicas and take them out of use by hand. Shows and asks; the gateways decide. */
@NullMarked
package io.holdfast.cli.replicas;

import org.jspecify.annotations.NullMarked;
