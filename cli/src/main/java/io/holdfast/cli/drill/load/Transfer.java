package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.load.Judge.Judgement;
import io.holdfast.cli.drill.verdict.Call;
import io.holdfast.cli.drill.verdict.Fate;
import io.holdfast.cli.drill.verdict.Kind;
import io.holdfast.cli.drill.wire.Answer;
import io.holdfast.cli.drill.wire.Connection;
import io.holdfast.cli.drill.wire.Http;
import io.holdfast.cli.drill.wire.WireFailure;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One very large upload or download, checked by SHA-256. */
public final class Transfer {
    private static final long TIMEOUT = TimeUnit.MINUTES.toNanos(5);
    private static final int PIECE = 256 * 1024;

    private final Entry entry;
    private final Ticker ticker;

    /** Sends to, or fetches from, this entry. */
    public Transfer(Entry entry, Ticker ticker) {
        this.entry = entry;
        this.ticker = ticker;
    }

    /** Uploads so many bytes; right when the API gives back their number and SHA-256. */
    public Call upload(String target, long length, Random random) {
        long start = ticker.nanos();
        Judgement judgement;
        try (Connection connection = entry.connect(ticker, start + TIMEOUT)) {
            String head = "POST " + target + " HTTP/1.1\r\nHost: " + entry.authority()
                    + "\r\nContent-Type: application/octet-stream\r\nContent-Length: " + length + "\r\n\r\n";
            connection.write(head.getBytes(StandardCharsets.ISO_8859_1));
            String sha256 = send(connection, length, random);
            Answer answer = Http.answer(connection, "POST").whole();
            judgement = judge(answer, length, sha256);
        } catch (WireFailure e) {
            judgement = Judge.of(e);
        } catch (IOException e) {
            throw Client.bug(e);
        }
        return new Call(Kind.UPLOAD, "", start, ticker.nanos(), judgement.fate(), judgement.detail(), 0);
    }

    private static String send(Connection connection, long length, Random random) throws IOException {
        byte[] piece = new byte[PIECE];
        random.nextBytes(piece);
        MessageDigest digest = sha256();
        for (long left = length; left > 0; left -= PIECE) {
            int count = (int) Math.min(left, PIECE);
            // Every piece differs, so that one left out or sent twice shows.
            piece[(int) (left / PIECE % PIECE)]++;
            digest.update(piece, 0, count);
            connection.write(piece, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Judgement judge(Answer answer, long length, String sha256) {
        if (answer.status() / 100 != 2) {
            return new Judgement(Fate.STATUS, "status " + answer.status());
        }
        String text = answer.text().replace(" ", "");
        boolean right = text.contains("\"bytes\":" + length) && text.contains(sha256);
        return right ? Judgement.OK : new Judgement(Fate.WRONG, "other bytes arrived: " + answer.text());
    }

    /** Downloads; right when the bytes have this SHA-256. */
    public Call download(String target, String sha256) {
        return new DownloadClient(entry, ticker, target, sha256).once();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
