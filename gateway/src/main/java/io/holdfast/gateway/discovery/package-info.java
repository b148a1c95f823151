/**
 * Where replicas come from: a list, or the addresses of a name. Decides which replicas a service has; never whether they
 * are well.
 */
@NullMarked
package io.holdfast.gateway.discovery;

import org.jspecify.annotations.NullMarked;
