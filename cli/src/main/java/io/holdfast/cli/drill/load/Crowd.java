package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.load.CrowdMember.State;
import io.holdfast.cli.time.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Thousands of idle WebSockets on one selector; the thread that calls drives them. */
public final class Crowd implements Closeable {
    private static final int OPENING_AT_ONCE = 100;
    private static final long RESEND = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TICK = 50;

    private final Entry entry;
    private final Ticker ticker;
    private final String target;
    private final Random random;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final List<CrowdMember> members = new ArrayList<>();
    private int round;

    /** @param target path of the WebSocket */
    public Crowd(Entry entry, Ticker ticker, String target, Random random) throws IOException {
        this.entry = entry;
        this.ticker = ticker;
        this.target = target;
        this.random = random;
        this.selector = Selector.open();
    }

    /**
     * Opens so many, a hundred under way at a time.
     *
     * @return how many are open when all are decided or the time is up
     */
    public int open(int count, long timeoutNanos) throws IOException {
        long deadline = ticker.nanos() + timeoutNanos;
        while (ticker.nanos() < deadline) {
            int opening = count(State.CONNECTING) + count(State.SHAKING);
            for (; opening < OPENING_AT_ONCE && members.size() < count; opening++) {
                connect();
            }
            if (opening == 0) {
                break;
            }
            turn(TICK);
        }
        return count(State.OPEN);
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        CrowdMember member = new CrowdMember(channel, key, random);
        key.attach(member);
        channel.connect(new InetSocketAddress(entry.host(), entry.port()));
        members.add(member);
    }

    /**
     * Sends a text on every open socket and waits for all echoes; a text whose echo does not come within half a second is sent
     * again, so that a socket that lost one is still seen to live.
     *
     * @return when each socket that answered did so, and how many first texts stayed without an echo
     */
    public Round echo(long timeoutNanos) throws IOException {
        int first = ++round;
        long start = ticker.nanos();
        long resend = start + RESEND;
        long repeats = 0;
        // Paced, so that the selector reads between the writes.
        for (int i = 0; i < members.size(); i++) {
            say(members.get(i));
            if (i % 100 == 99) {
                turn(0);
            }
        }
        while (waiting(first) > 0 && ticker.nanos() < start + timeoutNanos) {
            turn(TICK);
            if (ticker.nanos() >= resend) {
                round++;
                repeats = Math.max(repeats, waiting(first));
                members.stream().filter(member -> !member.answered(first)).forEach(this::say);
                resend = ticker.nanos() + RESEND;
            }
        }
        long[] at = members.stream()
                .filter(member -> member.state() == State.OPEN && member.answered(first))
                .mapToLong(CrowdMember::echoedAt)
                .toArray();
        return new Round(at, repeats);
    }

    /**
     * One round of echoes.
     *
     * @param answeredAt when each socket that answered did so
     * @param repeated how many sockets needed a second text
     */
    public record Round(long[] answeredAt, long repeated) {}

    private void say(CrowdMember member) {
        if (member.state() == State.OPEN) {
            member.echo(round);
        }
    }

    private long waiting(int since) {
        return members.stream()
                .filter(member -> member.state() == State.OPEN && !member.answered(since))
                .count();
    }

    /** Lets time pass while the sockets are served. */
    public void idle(long nanos) throws IOException {
        long until = ticker.nanos() + nanos;
        while (ticker.nanos() < until) {
            turn(TICK);
        }
    }

    private void turn(long millis) throws IOException {
        if (millis == 0) {
            selector.selectNow();
        } else {
            selector.select(millis);
        }
        long now = ticker.nanos();
        for (SelectionKey key : selector.selectedKeys()) {
            ((CrowdMember) key.attachment()).ready(entry.authority(), target, buffer, now);
        }
        selector.selectedKeys().clear();
    }

    private int count(State state) {
        return (int) members.stream().filter(member -> member.state() == state).count();
    }

    /** Why sockets were dropped, one entry for each. */
    public List<String> drops() {
        return reasons(State.DROPPED);
    }

    /** Why sockets never opened, one entry for each. */
    public List<String> refusals() {
        return reasons(State.REFUSED);
    }

    private List<String> reasons(State state) {
        return members.stream()
                .filter(member -> member.state() == state)
                .map(CrowdMember::reason)
                .toList();
    }

    @Override
    public void close() throws IOException {
        members.forEach(CrowdMember::close);
        selector.close();
    }
}
