package io.holdfast.stub.image;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Digests of whole images, made on a thread of their own since that takes a second or more, and kept. */
final class Digests {
    private static final int PIECE = 64 * 1024;
    private static final int MAX_KEPT = 100;

    private final Map<String, String> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_KEPT;
        }
    };

    private final ExecutorService worker = worker();

    private static ExecutorService worker() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "digest");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Gives the hex digest, on the worker's thread. */
    void of(String id, ImageBytes image, Consumer<String> answer) {
        worker.execute(() -> answer.accept(known.computeIfAbsent(image.size() + "/" + id, key -> compute(image))));
    }

    private static String compute(ImageBytes image) {
        MessageDigest digest = Sha256.digest();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long at = 0; at < image.size(); at += PIECE) {
            piece.clear().limit((int) Math.min(PIECE, image.size() - at));
            image.fill(at, piece);
            digest.update(piece.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
