/** Runs proxies side by side in front of the same upstreams and says what each costs. */
@NullMarked
package io.holdfast.bench;

import org.jspecify.annotations.NullMarked;
