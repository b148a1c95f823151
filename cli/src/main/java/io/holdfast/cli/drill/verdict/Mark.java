package io.holdfast.cli.drill.verdict;

/**
 * Something the drill did.
 *
 * @param at when it was begun
 * @param until when it had taken effect: a process that is killed lives on for some milliseconds while the kernel takes
 *     its memory away, and takes connections as long
 * @param what for the reader, such as {@code kill -9 replica-2}
 * @param loss whether a replica was taken away by it
 */
public record Mark(long at, long until, String what, boolean loss) {

    /** Something that took no time. */
    public Mark(long at, String what, boolean loss) {
        this(at, at, what, loss);
    }
}
