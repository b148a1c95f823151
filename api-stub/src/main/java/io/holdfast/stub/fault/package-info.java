/** What is broken on purpose: decides what becomes of a request, and takes orders at {@code /faults}. */
@NullMarked
package io.holdfast.stub.fault;

import org.jspecify.annotations.NullMarked;
