package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.load.Judge.Judgement;
import io.holdfast.cli.drill.verdict.Call;
import io.holdfast.cli.drill.verdict.Fate;
import io.holdfast.cli.drill.verdict.Kind;
import io.holdfast.cli.drill.wire.Answer;
import io.holdfast.cli.drill.wire.Connection;
import io.holdfast.cli.drill.wire.Http;
import io.holdfast.cli.drill.wire.Request;
import io.holdfast.cli.drill.wire.WireFailure;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Very many requests, every second of which its client breaks off with a reset at some point of its life. */
public final class Storm {
    private static final int CLIENTS = 16;
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(30);
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private final Entry entry;
    private final Ticker ticker;
    private final AtomicInteger left;
    private final AtomicInteger cancelled = new AtomicInteger();
    private volatile Throwable failure;

    /** @param requests in all, cancelled ones included */
    public Storm(Entry entry, Ticker ticker, int requests) {
        this.entry = entry;
        this.ticker = ticker;
        this.left = new AtomicInteger(requests);
    }

    /** Runs it to its end; the answer is the calls that were not cancelled. */
    public List<Call> run(Random random) throws InterruptedException {
        List<List<Call>> calls = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            List<Call> own = new ArrayList<>();
            Random source = new Random(random.nextLong());
            Thread thread = new Thread(() -> client(own, source), "Storm");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((t, e) -> failure = e);
            calls.add(own);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure != null) {
            throw new IllegalStateException("a drill client failed in itself", failure);
        }
        return calls.stream().flatMap(List::stream).toList();
    }

    /** How many were broken off. */
    public int cancelled() {
        return cancelled.get();
    }

    private void client(List<Call> calls, Random random) {
        Question question = Questions.status().get();
        Connection kept = null;
        try {
            for (int number = left.decrementAndGet(); number >= 0; number = left.decrementAndGet()) {
                if (number % 2 == 0) {
                    cancel(random);
                    continue;
                }
                long start = ticker.nanos();
                Judgement judgement;
                try {
                    kept = kept == null ? entry.connect(ticker, start + TIMEOUT) : kept;
                    kept.begin(start + TIMEOUT);
                    Answer answer = Http.exchange(kept, entry.authority(), question.request());
                    judgement = Judge.of(question, answer);
                    kept = answer.reusable() ? kept : dropped(kept);
                } catch (WireFailure e) {
                    kept = dropped(kept);
                    judgement = Judge.of(e);
                }
                String detail = judgement.fate() == Fate.OK ? "" : judgement.detail();
                calls.add(new Call(Kind.GET, "", start, ticker.nanos(), judgement.fate(), detail, 0));
            }
        } catch (IOException e) {
            throw Client.bug(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            dropped(kept);
        }
    }

    private static Connection dropped(Connection connection) {
        if (connection != null) {
            connection.close();
        }
        return null;
    }

    /** Asks for something and leaves: before the answer, while it is waited for, or in the middle of it. */
    private void cancel(Random random) throws IOException, InterruptedException {
        cancelled.incrementAndGet();
        int way = random.nextInt(100);
        String target = way < 40
                ? "/api/status"
                : way < 80
                        ? "/api/slow?ms=20"
                        : way < 98 ? "/api/events?interval=100" : "/api/images/drill/fits?size=10485760";
        Connection connection;
        try {
            connection = entry.connect(ticker, ticker.nanos() + TIMEOUT);
        } catch (WireFailure e) {
            // A connection that is refused is no cancelled request; the others will show it as a failure.
            return;
        }
        try {
            if (way < 80) {
                connection.write(Request.get(target).bytes(entry.authority()));
                ticker.sleepUntil(ticker.nanos() + random.nextInt(8) * MILLISECOND);
            } else {
                Http.Opened opened = Http.open(connection, entry.authority(), Request.get(target));
                opened.body().read(new byte[1024]);
            }
        } catch (WireFailure e) {
            // Whatever came of it, the client is leaving.
        } finally {
            connection.reset();
        }
    }
}
