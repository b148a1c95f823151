package io.holdfast.cli.driver;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.run.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Containers of a Docker Engine, by label, through its API. */
final class DockerDriver implements Driver, EventSource {

    private static final int LOG_LIMIT_BYTES = 256 * 1024;

    private final DockerEngine engine;
    private final DockerSelection selection;

    DockerDriver(DriverSettings.Docker settings) throws DriverException {
        this.engine = new DockerEngine(settings.host());
        this.selection = new DockerSelection(settings);
    }

    @Override
    public String kind() {
        return "docker";
    }

    @Override
    public List<Instance> list() throws DriverException {
        List<Container> all = engine.ask(
                "list containers",
                client -> client.listContainersCmd().withShowAll(true).exec());
        List<Instance> found = new ArrayList<>();
        for (Container container : all) {
            Map<String, String> labels = container.getLabels() == null ? Map.of() : container.getLabels();
            Optional<String> service = selection.serviceOf(nameOf(container), labels);
            if (service.isPresent()) {
                look(container.getId(), service.get()).ifPresent(found::add);
            }
        }
        found.sort(Comparator.comparing(Instance::service).thenComparing(Instance::name));
        return found;
    }

    /** Empty when it went between the list and the look. */
    private Optional<Instance> look(String id, String service) throws DriverException {
        try {
            InspectContainerResponse container = engine.ask(
                    "inspect " + id, client -> client.inspectContainerCmd(id).exec());
            return Optional.of(DockerInstance.of(container, service));
        } catch (DriverException failed) {
            if (failed.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static String nameOf(Container container) {
        // Links appear as further names, /other/alias: the own name has one slash.
        for (String name : container.getNames() == null ? new String[0] : container.getNames()) {
            if (name.lastIndexOf('/') == 0) {
                return name.substring(1);
            }
        }
        return container.getId();
    }

    @Override
    public Instance inspect(Instance instance) throws DriverException {
        return look(instance.id(), instance.service())
                .orElseThrow(() -> new DriverException(Kind.NOT_FOUND, "container " + instance.name() + " is gone"));
    }

    @Override
    public void start(Instance instance) throws DriverException {
        engine.ask("start " + instance.name(), client -> {
            try {
                return client.startContainerCmd(instance.id()).exec();
            } catch (NotModifiedException runsAlready) {
                return null;
            }
        });
    }

    @Override
    public void stop(Instance instance, Duration grace) throws DriverException {
        engine.ask("stop " + instance.name(), DockerEngine.PATIENCE.plus(grace), client -> {
            try {
                return client.stopContainerCmd(instance.id())
                        .withTimeout(seconds(grace))
                        .exec();
            } catch (NotModifiedException endedAlready) {
                return null;
            }
        });
    }

    @Override
    public Instance restart(Instance instance, Duration grace) throws DriverException {
        engine.ask(
                "restart " + instance.name(), DockerEngine.PATIENCE.plus(grace), client -> client.restartContainerCmd(
                                instance.id())
                        .withTimeout(seconds(grace))
                        .exec());
        return inspect(instance);
    }

    /** Removes a stopped container, its anonymous volumes staying; for making a new one in its place. */
    void remove(Instance instance) throws DriverException {
        engine.ask("remove " + instance.name(), client -> client.removeContainerCmd(instance.id())
                .exec());
    }

    private static int seconds(Duration grace) {
        return (int) Math.min(Integer.MAX_VALUE, (grace.toMillis() + 999) / 1000);
    }

    @Override
    public List<String> lastLines(Instance instance, int lines) throws DriverException {
        String text = engine.ask("log of " + instance.name(), client -> {
            Output output = new Output();
            try (ResultCallback.Adapter<Frame> reading = client.logContainerCmd(instance.id())
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(lines)
                    .exec(output)) {
                reading.awaitCompletion();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (java.io.IOException nothingToSave) {
                // The log was read; closing failed.
            }
            return output.text();
        });
        return Text.lastLines(text, lines);
    }

    @Override
    public Following follow(long afterNanos, Listener listener) throws DriverException {
        return DockerEvents.follow(engine, selection, afterNanos, listener);
    }

    @Override
    public void close() {
        engine.close();
    }

    /** Frames put together; a container with a terminal has one raw stream, any other two. */
    private static final class Output extends ResultCallback.Adapter<Frame> {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void onNext(Frame frame) {
            if (frame.getStreamType() != StreamType.STDIN && bytes.size() < LOG_LIMIT_BYTES) {
                bytes.writeBytes(frame.getPayload());
            }
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
