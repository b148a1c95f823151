/** What is put on a proxy, and what came of it. */
@NullMarked
package io.holdfast.bench.load;

import org.jspecify.annotations.NullMarked;
