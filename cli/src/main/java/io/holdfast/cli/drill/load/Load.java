package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.verdict.Call;
import io.holdfast.cli.drill.verdict.Kind;
import io.holdfast.cli.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The mixed load: starts its clients and gathers what they saw. */
public final class Load {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int SLOW_MILLIS = 150;
    private static final double SLOW_PER_SECOND = 5;

    private final List<RequestClient> requesters = new ArrayList<>();
    private final List<SocketClient> sockets = new ArrayList<>();
    private final List<StreamClient> streams = new ArrayList<>();
    private final List<DownloadClient> downloads = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile Throwable failure;

    /**
     * @param run a name that no other run has, part of the ids of its work
     * @param file that is downloaded
     */
    public Load(Mix mix, Entry entry, Ticker ticker, String run, RemoteFile file, Random random) {
        long timeout = mix.timeout().toNanos();
        requesters(mix.get(), entry, ticker, Kind.GET, mix.getsPerSecond(), timeout, i -> Questions.status());
        requesters(mix.slow(), entry, ticker, Kind.SLOW, SLOW_PER_SECOND, timeout, i -> Questions.slow(SLOW_MILLIS));
        requesters(
                mix.keyed(),
                entry,
                ticker,
                Kind.KEYED,
                mix.postsPerSecond(),
                timeout,
                i -> Questions.jobs(run + "-k" + i, mix.postMillis(), true));
        requesters(
                mix.plain(),
                entry,
                ticker,
                Kind.PLAIN,
                mix.postsPerSecond(),
                timeout,
                i -> Questions.jobs(run + "-p" + i, mix.postMillis(), false));
        for (int i = 0; i < mix.sockets(); i++) {
            sockets.add(new SocketClient(
                    entry,
                    ticker,
                    run + "-w" + i,
                    "/api/ws/status?interval=200",
                    SECOND / 4,
                    new Random(random.nextLong())));
        }
        for (int i = 0; i < mix.streams(); i++) {
            streams.add(new StreamClient(entry, ticker, "/api/events?interval=100"));
        }
        for (int i = 0; i < mix.downloads(); i++) {
            String target = file.target() + "&rate=" + mix.downloadRate();
            downloads.add(new DownloadClient(entry, ticker, target, file.sha256()));
        }
    }

    private void requesters(
            int count,
            Entry entry,
            Ticker ticker,
            Kind kind,
            double perSecond,
            long timeout,
            IntFunction<Supplier<Question>> questions) {
        for (int i = 0; i < count; i++) {
            long period = (long) (SECOND / perSecond);
            requesters.add(new RequestClient(entry, ticker, kind, period, timeout, questions.apply(i)));
        }
    }

    /** Starts every client, a few milliseconds apart so that they do not ask in step. */
    public void start(Ticker ticker) throws InterruptedException {
        for (Client client : clients().toList()) {
            Thread thread = new Thread(client, client.getClass().getSimpleName());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((t, e) -> failure = e);
            threads.add(thread);
            thread.start();
            ticker.sleepUntil(ticker.nanos() + SECOND / 500);
        }
    }

    /**
     * Ends the load: every request under way is waited for.
     *
     * @throws IllegalStateException when a client failed in itself, so that its figures say nothing
     */
    public Seen finish() throws InterruptedException {
        clients().forEach(Client::finish);
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure != null) {
            throw new IllegalStateException("a drill client failed in itself", failure);
        }
        List<Call> calls = new ArrayList<>();
        requesters.forEach(client -> calls.addAll(client.calls()));
        downloads.forEach(client -> calls.addAll(client.calls()));
        return new Seen(
                calls,
                sockets.stream().map(SocketClient::trace).toList(),
                streams.stream().map(StreamClient::trace).toList());
    }

    private Stream<Client> clients() {
        return Stream.of(requesters, sockets, streams, downloads).flatMap(List::stream);
    }
}
