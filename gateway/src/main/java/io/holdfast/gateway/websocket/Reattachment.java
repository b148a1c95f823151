package io.holdfast.gateway.websocket;

import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.RequestHead;
import io.holdfast.gateway.service.Replica;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The search for the socket that takes the place of another, within {@code reattach-timeout}. */
final class Reattachment {

    /** Hears how it ended, on the event loop. */
    interface Result {

        void found(ReplicaSocket socket);

        void notFound();
    }

    /** One replica that hangs in its handshake must leave time to ask others. */
    private static final int SHARE_OF_ONE = 4;

    private final WebSockets home;
    private final EventLoop loop;
    private final RequestHead request;
    private final @Nullable String protocol;
    private final Result result;
    private @Nullable Dial dial;
    private @Nullable ScheduledFuture<?> begin;
    private @Nullable ScheduledFuture<?> deadline;

    /** @param protocol that the first replica chose, or null: another may not choose differently */
    Reattachment(WebSockets home, EventLoop loop, RequestHead request, @Nullable String protocol, Result result) {
        this.home = home;
        this.loop = loop;
        this.request = request;
        this.protocol = protocol;
        this.result = result;
    }

    boolean running() {
        return deadline != null;
    }

    /**
     * Begins; the result comes once.
     *
     * @param from the replica that is lost or being left: asked again only after the others
     */
    void start(Replica from, long waitNanos) {
        deadline = loop.schedule(this::end, home.settings().reattachNanos(), TimeUnit.NANOSECONDS);
        if (waitNanos == 0) {
            dial(from);
        } else {
            begin = loop.schedule(() -> dial(from), waitNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void dial(Replica from) {
        long most = home.settings().reattachNanos();
        Dial next = new Dial(
                home.engine(),
                loop,
                request,
                DialTerms.again(home.room(), most, most / SHARE_OF_ONE, from, protocol),
                new Dial.Result() {
                    @Override
                    public void connected(Agreed agreed) {
                        dial = null;
                        cancel();
                        result.found(new ReplicaSocket(home, agreed.replica(), agreed.channel()));
                    }

                    @Override
                    public void refused(Answer answer) {
                        dial = null;
                        answer.discard();
                        end();
                    }
                });
        dial = next;
        next.start(true);
    }

    private void end() {
        if (running()) {
            cancel();
            result.notFound();
        }
    }

    /** A replica has just come up. */
    void replicaUp() {
        if (dial != null) {
            dial.replicaUp();
        }
    }

    /** Gives up the search without a result. */
    void cancel() {
        if (begin != null) {
            begin.cancel(false);
            begin = null;
        }
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
        if (dial != null) {
            dial.cancel();
            dial = null;
        }
    }
}
