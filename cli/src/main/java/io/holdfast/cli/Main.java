package io.holdfast.cli;

import io.holdfast.cli.demo.DemoCommand;
import io.holdfast.cli.drill.DrillCommand;
import io.holdfast.cli.help.CompletionCommand;
import io.holdfast.cli.help.Pages;
import io.holdfast.cli.notice.NotifyTestCommand;
import io.holdfast.cli.replicas.DrainCommand;
import io.holdfast.cli.replicas.ReplicasCommand;
import io.holdfast.cli.replicas.UndrainCommand;
import io.holdfast.cli.restart.RestartCommand;
import io.holdfast.cli.watch.CheckCommand;
import io.holdfast.cli.watch.WatchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code holdfast}: the command line. A new subcommand is one line in the list below. */
@Command(
        name = "holdfast",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        header = "one entry URL in front of several replicas of an API, and no client sees one go",
        description = {
            "Tries the gateway out, watches replicas, restarts them one after the other while clients use them, and shows "
                    + "by real failures what clients see.",
            "'holdfast help COMMAND' tells more about a command."
        },
        subcommands = {
            DemoCommand.class,
            ReplicasCommand.class,
            DrainCommand.class,
            UndrainCommand.class,
            RestartCommand.class,
            DrillCommand.class,
            CheckCommand.class,
            WatchCommand.class,
            NotifyTestCommand.class,
            CompletionCommand.class,
            HelpCommand.class,
        },
        exitCodeList = {
            "0:done; what was asked for is so",
            "1:the answer is no: not healthy, a target missed, not restarted",
            "2:wrong usage",
            "3:it could not be done; the last line says why"
        },
        footer = {"  holdfast demo", "  holdfast drill --list", "  source <(holdfast completion)"})
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // Libraries log through SLF4J; without a logger behind it, it would say so on each start.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command, ready to run. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler(Failures::said);
        line.setParameterExceptionHandler(Failures::misused);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        Pages.arrange(line);
        return line;
    }
}
