/**
 * {@code holdfast demo}: a gateway and replicas as processes on loopback, kept until they are told to end. Decides when a
 * replica comes back; knows nothing of what the gateway does with them.
 */
@NullMarked
package io.holdfast.cli.demo;

import org.jspecify.annotations.NullMarked;
