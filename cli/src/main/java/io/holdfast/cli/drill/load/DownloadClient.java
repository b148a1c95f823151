package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.load.Judge.Judgement;
import io.holdfast.cli.drill.verdict.Call;
import io.holdfast.cli.drill.verdict.Fate;
import io.holdfast.cli.drill.verdict.Kind;
import io.holdfast.cli.drill.wire.Connection;
import io.holdfast.cli.drill.wire.Http;
import io.holdfast.cli.drill.wire.Request;
import io.holdfast.cli.drill.wire.WireFailure;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Downloads the same file again and again, each time to the last byte, and checks its SHA-256. */
final class DownloadClient extends Client {
    private static final long SILENT = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final String target;
    private final String sha256;
    private final List<Call> calls = new ArrayList<>();
    private final byte[] buffer = new byte[64 * 1024];
    private volatile Connection current;

    /** @param sha256 hex, of the right bytes */
    DownloadClient(Entry entry, Ticker ticker, String target, String sha256) {
        super(entry, ticker);
        this.target = target;
        this.sha256 = sha256;
    }

    @Override
    void loop() throws InterruptedException {
        while (!finishing) {
            Call call = once();
            // One that the drill itself broke off at the end of the load says nothing.
            if (call.ok() || !finishing) {
                calls.add(call);
            }
            if (!finishing) {
                ticker.sleepUntil(ticker.nanos() + PAUSE);
            }
        }
    }

    /** Downloads it once. */
    Call once() {
        long start = ticker.nanos();
        Judgement judgement = download(start);
        return new Call(Kind.DOWNLOAD, "", start, ticker.nanos(), judgement.fate(), judgement.detail(), 0);
    }

    private Judgement download(long start) {
        try (Connection connection = entry.connect(ticker, start + SILENT)) {
            current = connection;
            Http.Opened opened = Http.open(connection, entry.authority(), Request.get(target));
            if (opened.head().status() != 200) {
                return new Judgement(Fate.STATUS, "status " + opened.head().status());
            }
            MessageDigest digest = Transfer.sha256();
            for (int count = opened.body().read(buffer);
                    count >= 0 && !finishing;
                    count = opened.body().read(buffer)) {
                digest.update(buffer, 0, count);
                connection.extend(ticker.nanos() + SILENT);
            }
            boolean right = HexFormat.of().formatHex(digest.digest()).equals(sha256);
            return right ? Judgement.OK : new Judgement(Fate.WRONG, "wrong SHA-256");
        } catch (WireFailure e) {
            return Judge.of(e);
        } catch (IOException e) {
            throw bug(e);
        }
    }

    @Override
    void finish() {
        super.finish();
        Connection open = current;
        if (open != null) {
            open.close();
        }
    }

    /** What it saw; to be asked when its thread has ended. */
    List<Call> calls() {
        return calls;
    }
}
