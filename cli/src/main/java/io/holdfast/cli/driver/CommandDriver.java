package io.holdfast.cli.driver;

import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.driver.Instance.Ending;
import io.holdfast.cli.driver.Instance.Health;
import io.holdfast.cli.driver.Instance.State;
import io.holdfast.cli.run.Runner;
import io.holdfast.cli.run.Shelter;
import io.holdfast.cli.run.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Replicas moved by any command, one template for each thing that can be done. */
final class CommandDriver implements Driver {

    private final DriverSettings.Command settings;
    private final Commands commands;

    CommandDriver(DriverSettings.Command settings) {
        this(settings, new Commands(new Runner()));
    }

    CommandDriver(DriverSettings.Command settings, Commands commands) {
        this.settings = settings;
        this.commands = commands;
    }

    @Override
    public String kind() {
        return "command";
    }

    @Override
    public List<Instance> list() throws DriverException {
        List<Instance> found = new ArrayList<>();
        for (Map.Entry<String, List<String>> service : settings.replicas().entrySet()) {
            for (String replica : service.getValue()) {
                found.add(look(service.getKey(), replica));
            }
        }
        found.sort(Comparator.comparing(Instance::service).thenComparing(Instance::name));
        return found;
    }

    /** A replica of which the gateway knows need not be configured here as well: its address fills the templates. */
    @Override
    public Optional<Instance> find(String service, String replica) throws DriverException {
        List<String> configured = settings.replicas().get(service);
        return configured != null && (configured.isEmpty() || configured.contains(replica))
                ? Optional.of(look(service, replica))
                : Optional.empty();
    }

    @Override
    public Instance inspect(Instance instance) throws DriverException {
        return look(instance.service(), instance.id());
    }

    private Instance look(String service, String replica) throws DriverException {
        if (settings.status().isEmpty()) {
            return instance(service, replica, State.UNKNOWN, Health.NONE, "");
        }
        Runner.Ran ran = commands.run(Templates.filled(settings.status(), service, replica), settings.timeout());
        String said = Text.line(ran.output(), 500);
        return switch (ran.exitCode()) {
            case 0 -> instance(service, replica, State.RUNNING, Health.HEALTHY, said);
            case 1 -> instance(service, replica, State.RUNNING, Health.UNHEALTHY, said);
            default -> instance(service, replica, State.EXITED, Health.NONE, said);
        };
    }

    private static Instance instance(String service, String replica, State state, Health health, String said) {
        return new Instance(
                replica,
                replica,
                service,
                state,
                health,
                Optional.empty(),
                Optional.empty(),
                state == State.EXITED ? Ending.BY_ITSELF : Ending.NONE,
                OptionalInt.empty(),
                false,
                said,
                List.of(replica),
                Map.of());
    }

    @Override
    public void start(Instance instance) throws DriverException {
        carryOut("start", settings.start(), instance, Duration.ZERO);
    }

    @Override
    public void stop(Instance instance, Duration grace) throws DriverException {
        carryOut("stop", settings.stop(), instance, grace);
    }

    @Override
    public Instance restart(Instance instance, Duration grace) throws DriverException {
        if (settings.restart().isEmpty()) {
            stop(instance, grace);
            start(instance);
        } else {
            carryOut("restart", settings.restart(), instance, grace);
        }
        return inspect(instance);
    }

    @Override
    public List<String> lastLines(Instance instance, int lines) throws DriverException {
        if (settings.log().isEmpty()) {
            return List.of();
        }
        List<String> words = Templates.filled(settings.log(), instance.service(), instance.id());
        return Text.lastLines(commands.must("log of " + instance.name(), words, settings.timeout()), lines);
    }

    private void carryOut(String what, List<String> template, Instance instance, Duration grace)
            throws DriverException {
        if (template.isEmpty()) {
            throw new DriverException(
                    Kind.UNSUPPORTED, "command driver: no " + what + " command is configured, for " + instance.name());
        }
        commands.must(
                what + " " + instance.name(),
                Shelter.DEAF,
                Templates.filled(template, instance.service(), instance.id()),
                settings.timeout().plus(grace));
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
