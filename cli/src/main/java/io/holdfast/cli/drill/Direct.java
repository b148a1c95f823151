package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Entry;
import io.holdfast.cli.drill.wire.Answer;
import io.holdfast.cli.drill.wire.Connection;
import io.holdfast.cli.drill.wire.Http;
import io.holdfast.cli.drill.wire.Request;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Single requests of the drill itself, each on a connection of its own: to replicas and to the gateway's management port. */
final class Direct {
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long ATTEMPT = TimeUnit.SECONDS.toNanos(2);

    private final Entry entry;
    private final Ticker ticker;

    Direct(Entry entry, Ticker ticker) {
        this.entry = entry;
        this.ticker = ticker;
    }

    Entry entry() {
        return entry;
    }

    Answer ask(Request request, long timeoutNanos) throws IOException {
        try (Connection connection = entry.connect(ticker, ticker.nanos() + timeoutNanos)) {
            return Http.exchange(connection, entry.authority(), request);
        }
    }

    /** Asks and expects success. */
    Answer demand(Request request, long timeoutNanos) throws IOException {
        Answer answer = ask(request, timeoutNanos);
        if (answer.status() / 100 != 2) {
            throw new IOException(request.method() + " http://" + entry.authority() + request.target() + " answered "
                    + answer.status() + ": " + answer.text());
        }
        return answer;
    }

    /**
     * Asks until the answer is right.
     *
     * @return when it was
     * @throws IOException when it was not in time
     */
    long await(Request request, Predicate<Answer> right, long timeoutNanos) throws IOException, InterruptedException {
        return await(request, right, timeoutNanos, () -> true);
    }

    /**
     * Asks until the answer is right.
     *
     * @param possible false once there is nothing left that could answer
     */
    long await(Request request, Predicate<Answer> right, long timeoutNanos, BooleanSupplier possible)
            throws IOException, InterruptedException {
        long deadline = ticker.nanos() + timeoutNanos;
        String last = "no answer";
        while (ticker.nanos() < deadline && possible.getAsBoolean()) {
            try {
                Answer answer = ask(request, Math.min(ATTEMPT, deadline - ticker.nanos()));
                if (right.test(answer)) {
                    return ticker.nanos();
                }
                last = "status " + answer.status();
            } catch (IOException e) {
                last = e.getMessage();
            }
            ticker.sleepUntil(ticker.nanos() + POLL);
        }
        throw new IOException("http://" + entry.authority() + request.target() + " not as awaited: " + last);
    }
}
