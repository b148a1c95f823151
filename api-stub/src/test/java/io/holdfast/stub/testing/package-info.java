/** What several tests need: raw connections, ordinary calls, replicas as processes. */
@NullMarked
package io.holdfast.stub.testing;

import org.jspecify.annotations.NullMarked;
