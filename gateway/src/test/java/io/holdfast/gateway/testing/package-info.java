/**
 * What scenario tests are made of: replicas that follow a script byte by byte, an engine on a real event loop, clients
 * that read, stall and leave, and the guard that fails the run when a buffer leaks.
 */
@NullMarked
package io.holdfast.gateway.testing;

import org.jspecify.annotations.NullMarked;
