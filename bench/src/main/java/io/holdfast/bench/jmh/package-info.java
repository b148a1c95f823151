/** What single decisions of the gateway cost, and what they allocate ({@code bench/jmh}). */
@NullMarked
package io.holdfast.bench.jmh;

import org.jspecify.annotations.NullMarked;
