package io.holdfast.gateway.testing;

import io.holdfast.gateway.exchange.ExchangeEvents;
import io.holdfast.gateway.service.Alarm;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.upstream.Loss;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** What the engine told health and the meters, in order. */
public final class Incidents implements Alarm, ExchangeEvents {

    /** One thing told, such as {@code refused 127.0.0.1:8001}. */
    private final List<String> told = new CopyOnWriteArrayList<>();

    private final List<Loss> losses = new CopyOnWriteArrayList<>();
    private volatile BiConsumer<String, Replica> reaction = (what, replica) -> {};

    /** What health does about an alarm ({@code refused}, {@code lost}, {@code silent}), at once. */
    public void react(BiConsumer<String, Replica> next) {
        reaction = next;
    }

    public List<String> told() {
        return told;
    }

    public List<Loss> losses() {
        return losses;
    }

    /** How often something was told whose text begins so. */
    public long count(String begin) {
        return told.stream().filter(t -> t.startsWith(begin)).count();
    }

    private void alarm(String what, Replica replica) {
        told.add(what + " " + replica.name());
        reaction.accept(what, replica);
    }

    @Override
    public void refused(Replica replica, String why) {
        alarm("refused", replica);
    }

    @Override
    public void lost(Replica replica, String why) {
        alarm("lost", replica);
    }

    @Override
    public void silent(Replica replica, long silentForNanos) {
        alarm("silent", replica);
    }

    @Override
    public void lost(Replica replica, Loss loss) {
        losses.add(loss);
    }

    @Override
    public void retried(Replica from) {
        told.add("retried from " + from.name());
    }

    @Override
    public void held() {
        told.add("held");
    }

    @Override
    public void saved(Saved what) {
        told.add("saved " + what);
    }

    @Override
    public void cut(Replica replica, String why) {
        told.add("cut " + replica.name());
    }

    @Override
    public void answered(int status, int attempts, long nanos) {
        told.add("answered " + status);
    }

    @Override
    public void clientGone() {
        told.add("client gone");
    }
}
