/** Spring Cloud Gateway as it comes, configured from outside; for the comparisons, and never shipped. */
@NullMarked
package io.holdfast.stock;

import org.jspecify.annotations.NullMarked;
