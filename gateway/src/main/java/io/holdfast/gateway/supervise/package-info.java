/**
 * What systemd is told, when it started this gateway and asks for it ({@code Type=notify}): that it serves, that its event
 * loops turn, that it ends. Decides nothing about replicas.
 */
@NullMarked
package io.holdfast.gateway.supervise;

import org.jspecify.annotations.NullMarked;
