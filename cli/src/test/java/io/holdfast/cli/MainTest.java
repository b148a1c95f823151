package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyCommandHasAHelpPageInTheSectionsOfAManual() {
        for (CommandLine command : commands(line())) {
            String help = command.getUsageMessage(Ansi.OFF);
            assertThat(help).startsWith("NAME").contains("SYNOPSIS").contains(" - ");
            assertThat(command.getCommandSpec().usageMessage().header()[0])
                    .as("one line of %s", command.getCommandName())
                    .hasSizeLessThanOrEqualTo(90);
        }
    }

    @Test
    void helpIsAnsweredWithoutError() {
        assertThat(line().execute("help", "drill")).isZero();
        assertThat(out.toString()).contains("holdfast drill").contains("EXIT CODES");
    }

    @Test
    void aWrongWordIsNamedAndTheHelpIsNotPouredOverIt() {
        assertThat(line().execute("dril")).isEqualTo(2);
        assertThat(err.toString()).contains("dril").contains("drill").contains("--help");
        assertThat(err.toString().lines().count()).isLessThanOrEqualTo(4);
    }

    @Test
    void aFailureIsOneLineAndExitCode3() {
        CommandLine line = line(new Fails(new IOException("port 8080 is held by another process")));
        assertThat(line.execute("fail")).isEqualTo(3);
        assertThat(err.toString().lines()).containsExactly("holdfast fail: port 8080 is held by another process");
    }

    @Test
    void aDefectShowsWhereItIs() {
        CommandLine line = line(new Fails(new IllegalStateException("no such thing")));
        assertThat(line.execute("fail")).isEqualTo(3);
        assertThat(err.toString()).contains("IllegalStateException").contains("at io.holdfast.cli.MainTest");
    }

    @Test
    void completionKnowsTheCommands() {
        assertThat(line().execute("completion")).isZero();
        assertThat(out.toString()).contains("drill").contains("complete -F");
    }

    @Test
    void theScenariosOfTheDrillAreListedForProgramsToo() throws IOException {
        assertThat(line().execute("drill", "--list", "--json")).isZero();
        JsonNode list = new ObjectMapper().readTree(out.toString()).path("scenarios");
        assertThat(list.findValuesAsText("name")).contains("kill-rolling", "ws-many");
        assertThat(list.findValuesAsText("summary")).hasSameSizeAs(list).doesNotContain("");
    }

    private CommandLine line(Object... more) {
        CommandLine line = Main.commandLine();
        List.of(more).forEach(line::addSubcommand);
        // A handler reaches those below only when it is set after they were added.
        return line.setExecutionExceptionHandler(line.getExecutionExceptionHandler())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setUsageHelpAutoWidth(false);
    }

    private static List<CommandLine> commands(CommandLine line) {
        List<CommandLine> all = new ArrayList<>(List.of(line));
        Set.copyOf(line.getSubcommands().values()).forEach(sub -> all.addAll(commands(sub)));
        return all;
    }

    @Command(name = "fail")
    private record Fails(Exception with) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw with;
        }
    }
}
