/** WebSockets (RFC 6455): status at an interval, {@code pong} to {@code ping}, echo of the rest. */
@NullMarked
package io.holdfast.stub.socket;

import org.jspecify.annotations.NullMarked;
