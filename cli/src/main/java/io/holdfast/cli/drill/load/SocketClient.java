package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.verdict.SocketTrace;
import io.holdfast.cli.drill.wire.Connection;
import io.holdfast.cli.drill.wire.Http;
import io.holdfast.cli.drill.wire.WebSocketHandshake;
import io.holdfast.cli.drill.wire.WebSocketMessage;
import io.holdfast.cli.drill.wire.WebSocketParser;
import io.holdfast.cli.drill.wire.WireFailure;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Keeps a WebSocket, sends a numbered text at intervals and waits for its echo; reconnects when it is dropped. */
final class SocketClient extends Client {
    private static final long RECONNECT = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long HANDSHAKE = TimeUnit.SECONDS.toNanos(15);
    private static final long LAST_WORDS = TimeUnit.SECONDS.toNanos(2);

    private final String target;
    private final long echoPeriod;
    private final Random random;
    private final SocketLog log;
    private final byte[] buffer = new byte[16 * 1024];
    private long nextEcho;

    /** @param name of this client, part of every text it sends */
    SocketClient(Entry entry, Ticker ticker, String name, String target, long echoPeriod, Random random) {
        super(entry, ticker);
        this.target = target;
        this.echoPeriod = echoPeriod;
        this.random = random;
        this.log = new SocketLog(name);
    }

    @Override
    void loop() throws InterruptedException {
        nextEcho = ticker.nanos() + echoPeriod;
        while (!finishing) {
            boolean connected = false;
            try (Connection connection = entry.connect(ticker, ticker.nanos() + HANDSHAKE)) {
                WebSocketHandshake handshake = new WebSocketHandshake(random);
                Http.Opened opened = Http.open(connection, entry.authority(), handshake.request(target));
                if (opened.head().status() != 101) {
                    log.refused("status " + opened.head().status());
                } else {
                    handshake.check(opened.head());
                    connected = true;
                    log.opened(ticker.nanos());
                    converse(connection);
                }
            } catch (WireFailure e) {
                String reason = Judge.of(e).detail();
                if (connected) {
                    log.dropped(reason);
                } else {
                    log.refused(reason);
                }
            } catch (IOException e) {
                throw bug(e);
            }
            if (!finishing) {
                ticker.sleepUntil(ticker.nanos() + RECONNECT);
            }
        }
    }

    private void converse(Connection connection) throws IOException {
        Inbox inbox = new Inbox();
        WebSocketParser parser = new WebSocketParser(inbox);
        while (!finishing && inbox.closed == null) {
            long now = ticker.nanos();
            if (now >= nextEcho) {
                connection.write(log.nextEcho(now).masked(random));
                nextEcho = Math.max(nextEcho + echoPeriod, now);
            }
            read(connection, parser, nextEcho);
            inbox.pongs(connection);
        }
        if (finishing) {
            finish(connection, parser, inbox);
        }
        if (inbox.closed != null && !finishing) {
            log.dropped("close " + inbox.closed.closeCode());
        }
    }

    private void finish(Connection connection, WebSocketParser parser, Inbox inbox) throws IOException {
        long stop = ticker.nanos();
        log.finished(stop);
        while (log.waiting() && inbox.closed == null && ticker.nanos() < stop + LAST_WORDS) {
            read(connection, parser, stop + LAST_WORDS);
        }
        connection.write(WebSocketMessage.close(1000).masked(random));
    }

    private void read(Connection connection, WebSocketParser parser, long until) throws IOException {
        int count = connection.poll(buffer, until);
        if (count > 0) {
            parser.feed(buffer, count);
        }
    }

    /** What it saw; to be asked when its thread has ended. */
    SocketTrace trace() {
        return log.trace();
    }

    private final class Inbox implements java.util.function.Consumer<WebSocketMessage> {
        private WebSocketMessage closed;
        private WebSocketMessage ping;

        @Override
        public void accept(WebSocketMessage message) {
            switch (message.opcode()) {
                case WebSocketMessage.TEXT -> log.received(message.text(), ticker.nanos());
                case WebSocketMessage.CLOSE -> closed = message;
                case WebSocketMessage.PING -> ping = message;
                case WebSocketMessage.BINARY -> log.received("binary", ticker.nanos());
                default -> {
                    // A pong answers nothing this client asked.
                }
            }
        }

        void pongs(Connection connection) throws IOException {
            if (ping != null) {
                connection.write(new WebSocketMessage(WebSocketMessage.PONG, ping.payload()).masked(random));
                ping = null;
            }
        }
    }
}
