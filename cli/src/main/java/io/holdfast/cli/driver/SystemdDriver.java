package io.holdfast.cli.driver;

import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.run.Runner;
import io.holdfast.cli.run.Shelter;
import io.holdfast.cli.run.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Units of systemd, through {@code systemctl} and {@code journalctl}. */
final class SystemdDriver implements Driver {

    private static final Duration QUESTION = Duration.ofSeconds(20);

    /** A start may wait for the unit's readiness, up to its own TimeoutStartSec (90 s unless set). */
    private static final Duration START = Duration.ofSeconds(120);

    private final DriverSettings.Systemd settings;
    private final Commands commands;

    SystemdDriver(DriverSettings.Systemd settings) {
        this(settings, new Commands(new Runner()));
    }

    SystemdDriver(DriverSettings.Systemd settings, Commands commands) {
        this.settings = settings;
        this.commands = commands;
    }

    @Override
    public String kind() {
        return "systemd";
    }

    @Override
    public List<Instance> list() throws DriverException {
        List<Instance> found = new ArrayList<>();
        for (Map.Entry<String, List<String>> service : settings.units().entrySet()) {
            Set<String> units = new LinkedHashSet<>();
            for (String pattern : service.getValue()) {
                units.addAll(expand(pattern));
            }
            if (!units.isEmpty()) {
                found.addAll(show(List.copyOf(units), service.getKey()));
            }
        }
        found.sort(Comparator.comparing(Instance::service).thenComparing(Instance::name));
        return found;
    }

    /** Patterns match loaded units only: one that failed or was stopped stays loaded while anything refers to it. */
    private List<String> expand(String pattern) throws DriverException {
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0 && pattern.indexOf('[') < 0) {
            return List.of(pattern);
        }
        String shown = systemctl("list units", QUESTION, "list-units", "--all", "--plain", "--no-legend", pattern);
        return shown.lines()
                .map(line -> line.strip().split("\\s+", 2)[0])
                .filter(unit -> unit.endsWith(".service"))
                .toList();
    }

    private List<Instance> show(List<String> units, String service) throws DriverException {
        List<String> words = new ArrayList<>(List.of("show", "--timestamp=unix", "-p", SystemdUnit.PROPERTIES, "--"));
        words.addAll(units);
        String shown = systemctl("show units", QUESTION, words.toArray(String[]::new));
        return SystemdUnit.blocks(shown).stream()
                .flatMap(block -> SystemdUnit.read(block, service, settings.address()).stream())
                .toList();
    }

    @Override
    public Instance inspect(Instance instance) throws DriverException {
        return show(List.of(instance.id()), instance.service()).stream()
                .findFirst()
                .orElseThrow(() -> new DriverException(Kind.NOT_FOUND, "unit " + instance.name() + " is gone"));
    }

    @Override
    public void start(Instance instance) throws DriverException {
        change("start " + instance.name(), START, "start", "--", instance.id());
    }

    /** The grace is the unit's own {@code TimeoutStopSec}; this one only bounds the wait beyond it. */
    @Override
    public void stop(Instance instance, Duration grace) throws DriverException {
        change("stop " + instance.name(), START.plus(grace), "stop", "--", instance.id());
    }

    @Override
    public Instance restart(Instance instance, Duration grace) throws DriverException {
        // A unit that failed too often is refused until its count is cleared; asking when there is none does no harm.
        commands.run(words("reset-failed", "--", instance.id()), QUESTION);
        change("restart " + instance.name(), START.plus(grace), "restart", "--", instance.id());
        return inspect(instance);
    }

    @Override
    public List<String> lastLines(Instance instance, int lines) throws DriverException {
        List<String> words = new ArrayList<>(List.of("journalctl", "--no-pager", "-q", "-o", "cat", "-n", "" + lines));
        words.add((settings.user() ? "--user-unit=" : "--unit=") + instance.id());
        return Text.lastLines(commands.must("log of " + instance.name(), words, QUESTION), lines);
    }

    private String systemctl(String what, Duration limit, String... rest) throws DriverException {
        return done(what, commands.run(words(rest), limit));
    }

    private void change(String what, Duration limit, String... rest) throws DriverException {
        done(what, commands.change(Shelter.DEAF, words(rest), limit));
    }

    private static String done(String what, Runner.Ran ran) throws DriverException {
        if (ran.exitCode() != 0) {
            boolean away =
                    ran.output().contains("connect to bus") || ran.output().contains("not been booted with systemd");
            throw new DriverException(
                    away ? Kind.AWAY : Kind.FAILED,
                    what + ": " + ran.lastWords() + " (exit code " + ran.exitCode() + ")");
        }
        return ran.output();
    }

    private List<String> words(String... rest) {
        List<String> words = new ArrayList<>(List.of("systemctl"));
        if (settings.user()) {
            words.add("--user");
        }
        words.add("--no-pager");
        words.addAll(List.of(rest));
        return words;
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
