package io.holdfast.cli.drill.verdict;

/**
 * Something the drill did.
 *
 * @param at when
 * @param what for the reader, such as {@code kill -9 replica-2}
 * @param loss whether a replica was taken away by it
 */
public record Mark(long at, String what, boolean loss) {}
