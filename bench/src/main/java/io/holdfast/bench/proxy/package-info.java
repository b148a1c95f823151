/** The processes that are compared: how each is configured, started, measured and ended. */
@NullMarked
package io.holdfast.bench.proxy;

import org.jspecify.annotations.NullMarked;
