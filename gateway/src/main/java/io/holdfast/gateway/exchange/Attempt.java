package io.holdfast.gateway.exchange;

import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.upstream.AnswerListener;
import io.holdfast.gateway.upstream.Call;
import io.holdfast.gateway.upstream.Loss;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an exchange at one replica: counts itself in flight there, holds the permit of the replica's gate,
 * and gives both back exactly once.
 */
final class Attempt implements AnswerListener {

    final Exchange exchange;
    final Replica replica;
    private final long startedAt;
    private @Nullable Call call;
    private boolean over;
    private boolean permit = true;
    private boolean failed;
    private boolean streaming;

    Attempt(Exchange exchange, Replica replica, long now) {
        this.exchange = exchange;
        this.replica = replica;
        this.startedAt = now;
        replica.inFlight().incrementAndGet();
    }

    void call(Call started) {
        call = started;
    }

    @Nullable Call call() {
        return call;
    }

    /** Whether something of the request may have reached the replica. */
    boolean sent() {
        return call != null && call.sent();
    }

    boolean over() {
        return over;
    }

    /** From the end of the request until now. */
    long took(long now) {
        return now - (call == null ? startedAt : call.asked());
    }

    void read() {
        if (call != null) {
            call.read();
        }
    }

    /** Counts it as a stream that stays open; its gate learns of the success now, not when the stream ends. */
    void streaming(long now) {
        gate(true, now);
        streaming = true;
        replica.streams().incrementAndGet();
    }

    /** Tells the gate how the call went, once. */
    void gate(boolean success, long now) {
        Gate gate = replica.gate();
        if (!permit) {
            if (!success && !failed) {
                failed = true;
                gate.enterAnyway(); // a stream that broke after its good start: a call of its own
                gate.failure(took(now));
            }
            return;
        }
        permit = false;
        failed = !success;
        if (success) {
            gate.success(took(now));
        } else {
            gate.failure(took(now));
        }
    }

    /** Ends it from this side: nothing more is heard of it. */
    void cancel() {
        if (!over) {
            finish();
            if (call != null) {
                call.cancel();
            }
        }
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        replica.inFlight().decrementAndGet();
        if (streaming) {
            replica.streams().decrementAndGet();
        }
        if (permit) {
            permit = false;
            replica.gate().release();
        }
    }

    @Override
    public void onConnected(Call connected) {
        call = connected;
        if (!over) {
            exchange.onConnected(this);
        }
    }

    @Override
    public void onWritable() {
        if (!over) {
            exchange.onWritable(this);
        }
    }

    @Override
    public void onInformational(HttpResponse head) {
        if (!over) {
            exchange.onInformational(this, head);
        }
    }

    @Override
    public void onHead(HttpResponse head) {
        if (!over) {
            exchange.onHead(this, head);
        }
    }

    @Override
    public void onContent(ByteBuf content) {
        AnswerFlow flow = exchange.flow();
        if (over || flow == null) {
            content.release();
        } else {
            flow.content(content);
        }
    }

    @Override
    public void onReadComplete() {
        AnswerFlow flow = exchange.flow();
        if (!over && flow != null) {
            flow.readComplete();
        }
    }

    @Override
    public void onEnd(HttpHeaders trailers) {
        if (over) {
            return;
        }
        gate(true, exchange.now());
        finish();
        AnswerFlow flow = exchange.flow();
        if (flow != null) {
            flow.end(trailers);
        }
    }

    @Override
    public void onLost(Loss loss) {
        if (over) {
            return;
        }
        if (loss.sent()) {
            gate(false, exchange.now());
        }
        finish();
        alarm(loss);
        exchange.engine.events().lost(replica, loss);
        exchange.onLost(this, loss);
    }

    /** Tells health when the replica itself is in doubt. */
    private void alarm(Loss loss) {
        if (loss.alarming()) {
            replica.load().lostAt(exchange.now());
        }
        if (loss.kind() == Loss.Kind.REFUSED) {
            exchange.engine.alarm().refused(replica, loss.why());
        } else if (loss.alarming()) {
            exchange.engine.alarm().lost(replica, loss.why());
        }
    }

    @Override
    public void onUpgraded(HttpResponse head, Channel channel) {
        channel.close();
        onLost(new Loss(Loss.Kind.INVALID, true, "the replica switched protocols unasked"));
    }

    @Override
    public void onReplicaDown() {
        if (!over) {
            exchange.onReplicaDown(this);
        }
    }

    @Override
    public void onReplicaDraining() {
        if (!over && exchange.answers(this)) {
            exchange.flow().replicaDraining();
        }
    }

    @Override
    public void onGatewayStopping() {
        if (!over && exchange.answers(this)) {
            exchange.flow().gatewayStopping();
        }
    }
}
