package io.holdfast.cli.gateway;

import io.holdfast.cli.config.Config;
import io.holdfast.cli.config.ConfigOption;
import io.holdfast.cli.config.GatewaySettings;
import io.holdfast.cli.config.Urls;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --config} and {@code --gateway}, to be mixed into a command that talks to gateways. */
public final class GatewayOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description =
                    "Management URL of a gateway; repeatable. Default: as configured, else " + "http://127.0.0.1:8081.")
    private List<String> urls = new ArrayList<>();

    /** The configuration. */
    public Config config() {
        return config.read();
    }

    /** The gateways. */
    public List<Gateway> open(Config read) throws IOException {
        GatewaySettings settings = read.gateway();
        if (!urls.isEmpty()) {
            settings = new GatewaySettings(given(), settings.tokenVariable(), settings.tokenFile());
        }
        return Gateways.open(settings, System.getenv());
    }

    private List<URI> given() {
        List<URI> given = new ArrayList<>();
        for (String text : urls) {
            given.add(Urls.parse(text)
                    .orElseThrow(() -> new ParameterException(
                            command.commandLine(), "--gateway: " + text + " (expected: " + Urls.EXPECTED + ")")));
        }
        return given;
    }
}
