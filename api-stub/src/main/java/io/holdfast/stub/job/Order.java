package io.holdfast.stub.job;

import java.util.function.BooleanSupplier;

/**
 * A job to be made.
 *
 * @param kind calibrate, apply, image, convert or workflow
 * @param request what counts its executions, empty: the job's own id
 * @param hashedKey of {@code Idempotency-Key}, empty: none
 * @param fingerprint of the request that came with the key
 * @param workMillis how long the work takes
 * @param abandoned whether nobody waits for the answer any more
 */
record Order(
        String kind, String request, String hashedKey, String fingerprint, long workMillis, BooleanSupplier abandoned) {
    boolean keyed() {
        return !hashedKey.isEmpty();
    }
}
