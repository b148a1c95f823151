package io.holdfast.cli.driver;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.EventsCmd;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The engine's stream of events, narrowed to containers that are ours and to what matters. */
final class DockerEvents extends ResultCallback.Adapter<Event> implements EventSource.Following {

    /** Asked of the engine, so that the {@code exec_*} events of probes never leave it. */
    private static final String[] WANTED = {
        "start", "stop", "kill", "die", "oom", "health_status", "pause", "unpause", "destroy"
    };

    private final DockerSelection selection;
    private final EventSource.Listener listener;
    private final AtomicBoolean done = new AtomicBoolean();

    /** A stream asked for from a moment begins with that moment: what was told before is not told again. */
    private final long afterNanos;

    private DockerEvents(DockerSelection selection, EventSource.Listener listener, long afterNanos) {
        this.selection = selection;
        this.listener = listener;
        this.afterNanos = afterNanos;
    }

    static DockerEvents follow(
            DockerEngine engine, DockerSelection selection, long afterNanos, EventSource.Listener listener)
            throws DriverException {
        return engine.ask("follow events", client -> {
            DockerEvents events = new DockerEvents(selection, listener, afterNanos);
            EventsCmd command =
                    client.eventsCmd().withEventTypeFilter("container").withEventFilter(WANTED);
            if (afterNanos > 0) {
                command.withSince(
                        String.format(Locale.ROOT, "%d.%09d", afterNanos / 1_000_000_000, afterNanos % 1_000_000_000));
            }
            return command.exec(events);
        });
    }

    @Override
    public void onNext(Event event) {
        if (done.get()) {
            return;
        }
        long nanos = event.getTimeNano() != null
                ? event.getTimeNano()
                : event.getTime() != null ? event.getTime() * 1_000_000_000 : 0;
        if (nanos != 0 && nanos <= afterNanos) {
            return;
        }
        read(event, nanos, selection).ifPresent(listener::happened);
    }

    static Optional<DriverEvent> read(Event event, long nanos, DockerSelection selection) {
        EventActor actor = event.getActor();
        Map<String, String> said = actor == null || actor.getAttributes() == null ? Map.of() : actor.getAttributes();
        String action = event.getAction() == null ? String.valueOf(event.getStatus()) : event.getAction();
        DriverEvent.@Nullable What what = whatOf(action);
        String id = actor == null || actor.getId() == null ? String.valueOf(event.getId()) : actor.getId();
        String name = said.getOrDefault("name", id);
        Optional<String> service = selection.serviceOf(name, said);
        if (what == null || service.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DriverEvent(
                nanos, id, name, service.get(), what, number(said.get("exitCode")), number(said.get("signal"))));
    }

    private static DriverEvent.@Nullable What whatOf(String action) {
        return switch (action) {
            case "start" -> DriverEvent.What.STARTED;
            case "stop" -> DriverEvent.What.STOPPED;
            case "kill" -> DriverEvent.What.KILLED;
            case "die" -> DriverEvent.What.DIED;
            case "oom" -> DriverEvent.What.OUT_OF_MEMORY;
            case "health_status: healthy" -> DriverEvent.What.HEALTHY;
            case "health_status: unhealthy" -> DriverEvent.What.UNHEALTHY;
            case "pause" -> DriverEvent.What.PAUSED;
            case "unpause" -> DriverEvent.What.UNPAUSED;
            case "destroy" -> DriverEvent.What.REMOVED;
            default -> null;
        };
    }

    private static OptionalInt number(@Nullable String text) {
        try {
            return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text.strip()));
        } catch (NumberFormatException notANumber) {
            return OptionalInt.empty();
        }
    }

    /** Not the library's own, which writes a stack trace for every stream that ends. */
    @Override
    public void onError(Throwable why) {
        end(why);
        leave();
    }

    @Override
    public void onComplete() {
        super.onComplete();
        end(null);
    }

    private void end(@Nullable Throwable why) {
        if (done.compareAndSet(false, true)) {
            listener.ended(why);
        }
    }

    @Override
    public void close() {
        done.set(true);
        leave();
    }

    private void leave() {
        try {
            super.close();
        } catch (IOException nothingToSave) {
            // The stream is left either way.
        }
    }
}
