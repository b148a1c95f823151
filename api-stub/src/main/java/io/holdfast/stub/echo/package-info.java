/** Small endpoints that tell what came, take their time, or digest what they are sent. */
@NullMarked
package io.holdfast.stub.echo;

import org.jspecify.annotations.NullMarked;
