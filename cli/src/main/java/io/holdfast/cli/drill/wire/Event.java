package io.holdfast.cli.drill.wire;

/**
 * One event of an event stream.
 *
 * @param id its own `id:` field, null when it carries none
 * @param type `message` when it carries none
 * @param data lines joined by LF
 */
public record Event(String id, String type, String data) {}
