/** Event streams (WHATWG HTML, 9.2): with ids and resumed, without ids and replayed, and heartbeats. */
@NullMarked
package io.holdfast.stub.event;

import org.jspecify.annotations.NullMarked;
