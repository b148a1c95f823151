package io.holdfast.stub;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the environment, then the arguments over it. */
final class CommandLine {
    static final String USAGE = """
            usage: java -jar holdfast-api-stub.jar [options]
                   java -jar holdfast-api-stub.jar health [URL]

              --port N              port to listen on, 0: any free one     [8000]        STUB_PORT
              --host ADDRESS        address to listen on                   [127.0.0.1]   STUB_HOST
              --name NAME           name of this replica in its answers    [replica-1]   STUB_NAME
              --state DIR           directory shared by all replicas       [in memory]   STUB_STATE
              --faults              serve /faults, to break it on purpose  [off]         STUB_FAULTS
              --keep-alive TIME     close a connection idle for so long    [5s]          STUB_KEEP_ALIVE
              --shutdown-grace TIME wait so long for requests on SIGTERM   [10s]         STUB_SHUTDOWN_GRACE
              --end-with-input      stop when standard input ends          [off]         STUB_END_WITH_INPUT

            health asks URL (default http://127.0.0.1:$STUB_PORT/api/health) and ends with 0 when it is up, else with 1.
            A replica that listens beyond loopback is named after its host ($HOSTNAME) unless it is given a name.
            """;

    private static final List<String> OPTIONS =
            List.of("port", "host", "name", "state", "faults", "keep-alive", "shutdown-grace", "end-with-input");
    private static final List<String> FLAGS = List.of("faults", "end-with-input");

    private CommandLine() {}

    /** @throws IllegalArgumentException with a line for the user */
    static Settings parse(List<String> arguments, Map<String, String> environment) {
        Settings settings = Settings.defaults();
        boolean named = false;
        for (String option : OPTIONS) {
            String variable = "STUB_" + option.replace('-', '_').toUpperCase(Locale.ROOT);
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                settings = settings.with(option, value, variable);
                named |= option.equals("name");
            }
        }
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String shown = equals < 0 ? argument : argument.substring(0, equals);
            String option = shown.startsWith("--") ? shown.substring(2) : "";
            if (!OPTIONS.contains(option)) {
                throw new IllegalArgumentException(
                        argument + " is not known (expected: health, --help, --" + String.join(", --", OPTIONS) + ")");
            }
            String value;
            if (equals >= 0) {
                value = argument.substring(equals + 1);
            } else if (FLAGS.contains(option)) {
                value = "true";
            } else if (++i < arguments.size()) {
                value = arguments.get(i);
            } else {
                throw new IllegalArgumentException(shown + " needs a value");
            }
            settings = settings.with(option, value, shown);
            named |= option.equals("name");
        }
        return named ? settings : named(settings, environment);
    }

    /** In containers every replica has the same configuration, and the host's name tells them apart. */
    private static Settings named(Settings settings, Map<String, String> environment) {
        String host = settings.host();
        boolean loopback = host.startsWith("127.") || host.equals("localhost") || host.equals("::1");
        String hostname = environment.getOrDefault("HOSTNAME", "");
        return loopback || hostname.isEmpty() ? settings : settings.with("name", hostname, "HOSTNAME");
    }
}
