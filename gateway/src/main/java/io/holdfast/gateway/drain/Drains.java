package io.holdfast.gateway.drain;

import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.ServiceListener;
import io.holdfast.gateway.service.Services;
import io.holdfast.gateway.service.Time;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every word on drains that counts, by replica; applied to the replicas that are there, and to those that come later.
 * Thread-safe.
 */
public final class Drains implements ServiceListener {

    /** Words on replicas that are no longer there are forgotten beyond so many. */
    private static final int MOST = 10_000;

    /** What may stand before a mark; others that share a store with this gateway may have written there anything. */
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{0,62}/[A-Za-z0-9._:\\[\\]-]{1,300}");

    private final Services services;
    private final DrainFile file;
    private final Time time;
    private final Map<String, Mark> marks = new HashMap<>();
    private final List<DrainListener> listeners = new CopyOnWriteArrayList<>();

    public Drains(Services services, DrainFile file, Time time) {
        this.services = services;
        this.file = file;
        this.time = time;
    }

    /** Takes up what was said before the restart. */
    public void start() {
        Map<String, Mark> stored = file.read();
        synchronized (this) {
            stored.forEach((key, mark) -> {
                if (KEY.matcher(key).matches()) {
                    marks.put(key, mark);
                }
            });
        }
        for (Service service : services.all()) {
            service.listen(this);
            service.replicas().forEach(r -> added(service, r));
        }
    }

    public void listen(DrainListener listener) {
        listeners.add(listener);
    }

    /** Whether there was ever a word on this replica. */
    synchronized boolean knows(Service service, String replica) {
        return marks.containsKey(key(service.name(), replica));
    }

    /**
     * Says the word on a replica; saying it again changes nothing.
     *
     * @param replica {@code host:port}, whether it is there or not
     */
    void mark(Service service, String replica, boolean draining) {
        String key = key(service.name(), replica);
        Mark mark;
        synchronized (this) {
            Mark before = marks.get(key);
            if (before == null ? !draining : before.draining() == draining) {
                return;
            }
            long now = time.now().toEpochMilli();
            mark = new Mark(draining, before == null ? now : Math.max(now, before.atMillis() + 1));
            put(key, mark);
            file.write(marks);
        }
        apply(key);
        listeners.forEach(l -> l.marked(key, mark));
    }

    /** Takes over words said elsewhere, where they are later than those known here; says whether any was. */
    public boolean merge(Map<String, Mark> others) {
        Map<String, Mark> news = new HashMap<>();
        synchronized (this) {
            others.forEach((key, mark) -> {
                Mark own = marks.get(key);
                if (KEY.matcher(key).matches() && (own == null || mark.over(own))) {
                    put(key, mark);
                    news.put(key, mark);
                }
            });
            if (!news.isEmpty()) {
                file.write(marks);
            }
        }
        news.keySet().forEach(this::apply);
        return !news.isEmpty();
    }

    /** Every word known here that is later than the ones given: what others have not heard yet. */
    public synchronized Map<String, Mark> laterThan(Map<String, Mark> others) {
        Map<String, Mark> later = new HashMap<>();
        marks.forEach((key, mark) -> {
            Mark other = others.get(key);
            if (other == null || mark.over(other)) {
                later.put(key, mark);
            }
        });
        return later;
    }

    private void put(String key, Mark mark) {
        if (marks.size() >= MOST && !marks.containsKey(key)) {
            marks.entrySet().stream()
                    .min(Map.Entry.comparingByValue((a, b) -> Long.compare(a.atMillis(), b.atMillis())))
                    .ifPresent(oldest -> marks.remove(oldest.getKey()));
        }
        marks.put(key, mark);
    }

    /** Puts the word that counts now, whichever was applied last, into effect. */
    private void apply(String key) {
        int slash = key.indexOf('/');
        if (slash > 0) {
            services.find(key.substring(0, slash)).flatMap(service -> service.replica(key.substring(slash + 1))
                    .map(replica -> {
                        apply(service, replica);
                        return replica;
                    }));
        }
    }

    /** Until the word applied is still the one that counts: of two threads, none leaves an older one in place. */
    private void apply(Service service, Replica replica) {
        String key = key(service.name(), replica.name());
        Mark mark = counting(key);
        while (mark != null) {
            service.draining(replica, mark.draining());
            Mark after = counting(key);
            mark = mark.equals(after) ? null : after;
        }
    }

    private synchronized @Nullable Mark counting(String key) {
        return marks.get(key);
    }

    @Override
    public void added(Service service, Replica replica) {
        apply(service, replica);
    }

    private static String key(String service, String replica) {
        return service + "/" + replica;
    }
}
