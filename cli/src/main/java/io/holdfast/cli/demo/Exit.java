package io.holdfast.cli.demo;

/** How a process ended, in words. */
final class Exit {

    private static final int SIGNALLED = 128;

    private Exit() {}

    /** {@code was killed (signal 9)} or {@code ended (exit code 1)}. */
    static String words(int code) {
        return code > SIGNALLED ? "was killed (signal " + (code - SIGNALLED) + ")" : "ended (exit code " + code + ")";
    }
}
