package io.holdfast.cli.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.cli.config.ConfigOption;
import io.holdfast.cli.config.WatchSettings.Format;
import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.run.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast check}: looks once, and says whether all is well. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        header = "look once whether containers are healthy",
        description =
                "Looks at every watched container (or unit, or process) once and prints a line for each. Changes nothing.",
        exitCodeList = {
            "0:all run, and none is unhealthy; starting counts as well, one labelled holdfast.maintenance=true is not asked",
            "1:one does not run, is unhealthy or is not there, or there is none at all",
            "2:wrong usage or configuration",
            "3:what runs them cannot be reached"
        },
        footer = {"  holdfast check", "  holdfast check dsa110-api dsa110-redis", "  holdfast check --details --json"})
public final class CheckCommand implements Callable<Integer> {

    private static final int NOT_WELL = 1;
    private static final int COULD_NOT = 3;
    private static final int LOG_LINES = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description =
                    "Only these containers or services. Default: as configured, else all labelled holdfast.service.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--details", description = "With start, exit code, last health output and last log lines.")
    private boolean details;

    @Option(
            names = "--json",
            description = "As JSON: {\"healthy\": BOOLEAN, \"containers\": [...], \"errors\": [...]}.")
    private boolean json;

    private final Clock clock = Clock.systemUTC();
    private final LogLine form = new LogLine(Format.TEXT, ZoneId.systemDefault());

    @Override
    public Integer call() throws IOException {
        ObjectNode report = JSON.createObjectNode();
        ArrayNode containers = JSON.createArrayNode();
        ArrayNode errors = JSON.createArrayNode();
        boolean well = true;
        List<Instance> seen = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        try (Sources sources = Sources.open(config.read(), names)) {
            for (Source source : sources.all()) {
                try {
                    well &= look(source, containers, seen, missing);
                } catch (DriverException failed) {
                    errors.add(failed.getMessage());
                }
            }
        }
        if (errors.isEmpty()) { // else nobody knows what would have been there
            names.stream()
                    .filter(name -> seen.stream().noneMatch(one -> one.service().equals(name) || one.isCalled(name)))
                    .forEach(missing::add);
        }
        missing.forEach(name -> missing(name, containers));
        well &= missing.isEmpty();
        if (containers.isEmpty() && errors.isEmpty()) {
            errors.add("nothing to check (expected: names, services in holdfast.yml whose replicas are known, such as"
                    + " services.api.command.replicas, or containers labelled holdfast.service)");
            well = false;
        } else if (!errors.isEmpty()) {
            well = false;
            report.put("away", true);
        }
        boolean away = report.has("away");
        report.remove("away");
        report.put("healthy", well);
        report.set("containers", containers);
        report.set("errors", errors);
        if (json) {
            say(spec.commandLine().getOut(), report.toPrettyString());
        } else {
            errors.forEach(error -> say(spec.commandLine().getErr(), "holdfast check: " + error.asText()));
        }
        return away ? COULD_NOT : well ? 0 : NOT_WELL;
    }

    private boolean look(Source source, ArrayNode containers, List<Instance> seen, Set<String> missing)
            throws DriverException {
        boolean well = true;
        List<Instance> here = source.list();
        seen.addAll(here);
        for (Instance instance : here) {
            boolean maintenance = "true".equalsIgnoreCase(instance.labels().get(FaultRule.MAINTENANCE_LABEL));
            boolean fine = maintenance || instance.serving();
            well &= fine;
            ObjectNode node = containers.addObject();
            describe(node, instance, fine);
            LogEntry.Level level = fine ? LogEntry.Level.INFO : LogEntry.Level.WARNING;
            line(LogEntry.of(instance, level, "status", maintenance ? "maintenance" : "", clock.millis()));
            if (details) {
                details(source, instance, node);
            }
        }
        source.expected().stream()
                .filter(name -> here.stream().noneMatch(one -> one.isCalled(name)))
                .forEach(missing::add);
        return well;
    }

    private void missing(String name, ArrayNode containers) {
        containers.addObject().put("container", name).put("status", "missing").put("healthy", false);
        line(new LogEntry(clock.millis(), LogEntry.Level.ERROR, name, "", "missing", "none", "status", ""));
    }

    private static void describe(ObjectNode node, Instance instance, boolean fine) {
        node.put("container", instance.name());
        node.put("service", instance.service());
        node.put("status", instance.state().name().toLowerCase(Locale.ROOT));
        node.put("health", instance.health().name().toLowerCase(Locale.ROOT));
        node.put("healthy", fine);
        instance.startedAt().ifPresent(at -> node.put("startedAt", at.toString()));
        instance.exitCode().ifPresent(code -> node.put("exitCode", code));
        node.put("outOfMemory", instance.outOfMemory());
        node.put("healthOutput", instance.healthOutput());
    }

    private void details(Source source, Instance instance, ObjectNode node) {
        instance.startedAt().ifPresent(at -> detail("Started", at.toString()));
        instance.exitCode().ifPresent(code -> detail("Exit code", Integer.toString(code)));
        if (instance.outOfMemory()) {
            detail("Killed", "for want of memory");
        }
        if (!instance.healthOutput().isEmpty()) {
            detail("Health output", instance.healthOutput());
        }
        if (!instance.addresses().isEmpty()) {
            detail("Serves at", String.join(", ", instance.addresses()));
        }
        ArrayNode log = node.putArray("log");
        try {
            source.driver().lastLines(instance, LOG_LINES).forEach(log::add);
        } catch (DriverException unreadable) {
            log.add("(log not readable: " + unreadable.getMessage() + ")");
        }
        log.forEach(line -> detail("Log", line.asText()));
    }

    private void detail(String name, String value) {
        if (!json) {
            say(spec.commandLine().getOut(), "    " + name + ": " + Text.line(value, 500));
        }
    }

    private void line(LogEntry entry) {
        if (!json) {
            say(spec.commandLine().getOut(), form.of(entry));
        }
    }

    private static void say(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
