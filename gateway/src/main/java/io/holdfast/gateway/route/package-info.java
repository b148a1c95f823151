/**
 * Where requests come in: Spring Cloud Gateway's routes with {@code holdfast://service} URIs, led to the engine of the
 * service. Decides which engine; nothing about attempts.
 */
@NullMarked
package io.holdfast.gateway.route;

import org.jspecify.annotations.NullMarked;
