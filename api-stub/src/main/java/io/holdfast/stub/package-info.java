/**
 * A replica to play with: an API modelled on a real one, of which several can run side by side and be broken on purpose.
 *
 * <p>Here are its command, its settings and what it is put together from. It knows nothing of the gateway.
 */
@NullMarked
package io.holdfast.stub;

import org.jspecify.annotations.NullMarked;
