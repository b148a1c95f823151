/** The page that a browser shows. */
@NullMarked
package io.holdfast.stub.page;

import org.jspecify.annotations.NullMarked;
