package io.holdfast.cli.driver;

import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.run.Runner;
import io.holdfast.cli.run.Shelter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The containers of a Compose project. They are seen, stopped and restarted one by one through the engine, as Compose
 * itself only knows whole services; where a restart shall bring a new image, the container is removed and Compose is asked
 * to fill the gap with {@code up --no-recreate --scale}, which leaves its siblings alone.
 */
final class ComposeDriver implements Driver, EventSource {

    /** Making a container anew may pull an image. */
    private static final Duration MAKE_LIMIT = Duration.ofMinutes(10);

    private static final Duration CHECK_LIMIT = Duration.ofSeconds(30);

    private final DriverSettings.Compose settings;
    private final DockerDriver engine;
    private final Commands commands;

    ComposeDriver(DriverSettings.Compose settings) throws DriverException {
        this(
                settings,
                new DockerDriver(settings.engine()),
                new Commands(new Runner(Optional.of(settings.directory())), environment(settings.engine())));
    }

    /** Compose must speak to the engine that the containers were found on. */
    private static Map<String, String> environment(DriverSettings.Docker engine) {
        return engine.host().map(host -> Map.of("DOCKER_HOST", host)).orElse(Map.of());
    }

    ComposeDriver(DriverSettings.Compose settings, DockerDriver engine, Commands commands) throws DriverException {
        if (settings.engine().project().isEmpty()) {
            throw new DriverException(Kind.UNSUPPORTED, "compose: project: empty (expected: the project's name)");
        }
        this.settings = settings;
        this.engine = engine;
        this.commands = commands;
    }

    @Override
    public String kind() {
        return "compose";
    }

    @Override
    public List<Instance> list() throws DriverException {
        return engine.list();
    }

    @Override
    public Instance inspect(Instance instance) throws DriverException {
        return engine.inspect(instance);
    }

    @Override
    public void start(Instance instance) throws DriverException {
        engine.start(instance);
    }

    @Override
    public void stop(Instance instance, Duration grace) throws DriverException {
        engine.stop(instance, grace);
    }

    @Override
    public Instance restart(Instance instance, Duration grace) throws DriverException {
        if (!settings.recreate()) {
            return engine.restart(instance, grace);
        }
        List<Instance> before = siblings(instance);
        // A file that Compose cannot read must show before the old container is gone, not after.
        commands.must("compose config", compose(List.of("config", "-q")), CHECK_LIMIT);
        engine.stop(instance, grace);
        engine.remove(instance);
        String service = instance.labels().getOrDefault(DockerSelection.COMPOSE_SERVICE, instance.service());
        commands.must("compose up " + service, Shelter.APART, compose(fillGap(service, before.size())), MAKE_LIMIT);
        Set<String> known = before.stream().map(Instance::id).collect(Collectors.toSet());
        return siblings(instance).stream()
                .filter(made -> !known.contains(made.id()))
                .findFirst()
                .orElseThrow(() -> new DriverException(
                        Kind.FAILED, "compose up made no container in the place of " + instance.name()));
    }

    private List<Instance> siblings(Instance instance) throws DriverException {
        Function<Instance, String> name = one -> one.labels().getOrDefault(DockerSelection.COMPOSE_SERVICE, "");
        return engine.list().stream()
                .filter(one -> name.apply(one).equals(name.apply(instance)))
                .toList();
    }

    private static List<String> fillGap(String service, int count) {
        return List.of("up", "-d", "--no-deps", "--no-recreate", "--scale", service + "=" + count, service);
    }

    private List<String> compose(List<String> rest) {
        List<String> words = new ArrayList<>(settings.command());
        for (Path file : settings.files()) {
            words.add("-f");
            words.add(file.toString());
        }
        words.addAll(List.of("-p", settings.engine().project().orElseThrow()));
        words.addAll(rest);
        return words;
    }

    @Override
    public List<String> lastLines(Instance instance, int lines) throws DriverException {
        return engine.lastLines(instance, lines);
    }

    @Override
    public Following follow(long afterNanos, Listener listener) throws DriverException {
        return engine.follow(afterNanos, listener);
    }

    @Override
    public void close() {
        engine.close();
    }
}
