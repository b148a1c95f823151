/**
 * Answers that outlive the replica that began them: event streams continued by {@code Last-Event-ID} (WHATWG HTML
 * section 9.2) and downloads continued by {@code Range} (RFC 9110 section 14). Decides which bytes the client is given,
 * what to ask another replica for, and whether its answer is the rest; never opens a connection, never copies a body.
 */
@NullMarked
package io.holdfast.gateway.stream;

import org.jspecify.annotations.NullMarked;
