package io.holdfast.stub.http;

import io.holdfast.stub.Time;
import io.netty.handler.codec.DateFormatter;
import java.util.Date;

/** The {@code Date} header, made once a second. */
public final class Dates {
    private record Second(long number, String text) {}

    private static volatile Second current = new Second(-1, "");

    private Dates() {}

    /** Now, as RFC 9110 5.6.7 writes it. */
    public static String now() {
        long millis = Time.wallMillis();
        Second second = current;
        if (second.number != millis / 1000) {
            second = new Second(millis / 1000, text(millis));
            current = second;
        }
        return second.text;
    }

    /** A time in milliseconds since 1970, as RFC 9110 5.6.7 writes it. */
    public static String text(long millis) {
        return DateFormatter.format(new Date(millis));
    }
}
