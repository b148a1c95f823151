/** From measurements of rounds to a page with ratios and their spread; plain values, no I/O. */
@NullMarked
package io.holdfast.bench.result;

import org.jspecify.annotations.NullMarked;
