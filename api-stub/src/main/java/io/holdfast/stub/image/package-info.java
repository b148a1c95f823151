/** Large downloads: bytes known from their position alone, ranges (RFC 9110 14), validators, digests. */
@NullMarked
package io.holdfast.stub.image;

import org.jspecify.annotations.NullMarked;
