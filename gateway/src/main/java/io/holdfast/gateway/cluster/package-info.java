/**
 * What several gateways share through Redis. Each goes on alone when it is away: nothing here is ever waited for by a
 * request.
 */
@NullMarked
package io.holdfast.gateway.cluster;

import org.jspecify.annotations.NullMarked;
