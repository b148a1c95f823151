package io.holdfast.gateway.stream;

/** Decimal numbers of HTTP: {@code 1*DIGIT}, without sign. */
final class Digits {

    /** More digits might not fit a long. */
    private static final int MOST = 18;

    private Digits() {}

    /** The number, or -1 when it is none. */
    static long parse(String text) {
        if (text.isEmpty() || text.length() > MOST) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
