package io.holdfast.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command ends that was used wrongly (exit code 2) or could not be done (3): a line or two on standard error. */
final class Failures {

    static final int NOT_DONE = 3;

    private Failures() {}

    /** Wrong usage: what is wrong, and where the help is, which would hide it. */
    static int misused(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText(name + ": " + failure.getMessage()));
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("'" + name + " --help' tells how it is used");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Not done: why, with the stack trace only where it helps. */
    static int said(Exception failure, CommandLine command, ParseResult parsed) {
        String message = failure.getMessage();
        boolean expected = failure instanceof IOException && message != null;
        String line = command.getCommandSpec().qualifiedName() + ": " + (expected ? message : failure.toString());
        command.getErr().println(command.getColorScheme().errorText(line));
        if (!expected || System.getenv("HOLDFAST_DEBUG") != null) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return NOT_DONE;
    }
}
