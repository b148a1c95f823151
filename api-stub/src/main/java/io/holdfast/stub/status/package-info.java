/** The status document, whose bytes are made beforehand. */
@NullMarked
package io.holdfast.stub.status;

import org.jspecify.annotations.NullMarked;
