/**
 * Jobs that are made once: idempotency keys, honoured across all processes that share a directory, and a record of every
 * execution by which a test can count doubled work.
 */
@NullMarked
package io.holdfast.stub.job;

import org.jspecify.annotations.NullMarked;
