/**
 * Telling people: a notice goes to every channel (webhook, Slack, e-mail, command) through a bounded queue on disk, in
 * order, again with growing pauses until it arrives or is too old. Decides how to deliver, never what is worth telling.
 */
@NullMarked
package io.holdfast.cli.notice;

import org.jspecify.annotations.NullMarked;
