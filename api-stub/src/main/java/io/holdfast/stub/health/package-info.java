/** The health checks, and the ways in which they can be wrong. */
@NullMarked
package io.holdfast.stub.health;

import org.jspecify.annotations.NullMarked;
