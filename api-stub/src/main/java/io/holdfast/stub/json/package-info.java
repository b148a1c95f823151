/** JSON read into and written from plain Java values. */
@NullMarked
package io.holdfast.stub.json;

import org.jspecify.annotations.NullMarked;
