package io.holdfast.cli.notice;

import io.holdfast.cli.config.ChannelSettings;
import io.holdfast.cli.config.ConfigOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast notify-test}: a test notice to every channel, or to some. */
@Command(
        name = "notify-test",
        mixinStandardHelpOptions = true,
        header = "send a test notice",
        description = "Sends a test notice to the configured channels, once, now, and says what came of it.",
        exitCodeList = {
            "0:every channel took it",
            "1:one did not, or there is none",
            "2:wrong usage or configuration",
            "3:a secret is missing"
        },
        footer = {"  holdfast notify-test", "  holdfast notify-test team mail"})
public final class NotifyTestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "CHANNEL", arity = "0..*", description = "Only these. Default: all.")
    private List<String> chosen = new ArrayList<>();

    @Option(names = "--json", description = "As JSON: {\"delivered\": BOOLEAN, \"channels\": [...]}.")
    private boolean json;

    private final Map<String, String> environment = System.getenv();

    @Override
    public Integer call() throws IOException {
        List<ChannelSettings> all = config.read().notifications();
        List<String> known = all.stream().map(ChannelSettings::name).toList();
        for (String name : chosen) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "CHANNEL: " + name + " (expected: "
                                + (known.isEmpty() ? "a section notifications in holdfast.yml" : "one of ")
                                + String.join(", ", known) + ")");
            }
        }
        List<Notifier.Tried> tried = Notifier.test(
                all.stream()
                        .filter(channel -> chosen.isEmpty() || chosen.contains(channel.name()))
                        .toList(),
                environment,
                Clock.systemUTC(),
                host());
        boolean delivered =
                !tried.isEmpty() && tried.stream().allMatch(one -> one.problem().isEmpty());
        show(tried, delivered);
        return delivered ? 0 : 1;
    }

    private void show(List<Notifier.Tried> tried, boolean delivered) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            var report = NoticeJson.object().put("delivered", delivered);
            var channels = report.putArray("channels");
            for (Notifier.Tried one : tried) {
                var node = channels.addObject()
                        .put("channel", one.channel())
                        .put("target", one.target())
                        .put("delivered", one.problem().isEmpty());
                one.problem().ifPresent(problem -> node.put("problem", problem));
            }
            out.println(report.toPrettyString());
        } else if (tried.isEmpty()) {
            out.println("no channel is configured (expected: a section notifications in holdfast.yml)");
        }
        for (Notifier.Tried one : json ? List.<Notifier.Tried>of() : tried) {
            out.println(one.channel() + " (" + one.target() + "): "
                    + one.problem().map(problem -> "FAILED: " + problem).orElse("delivered"));
        }
        out.flush();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
