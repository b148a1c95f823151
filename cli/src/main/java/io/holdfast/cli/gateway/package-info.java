/**
 * The way to the gateways' management ports: what they say of replicas, and telling them to drain one. Decides nothing about
 * when.
 */
@NullMarked
package io.holdfast.cli.gateway;

import org.jspecify.annotations.NullMarked;
