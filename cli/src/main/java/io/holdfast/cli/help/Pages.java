package io.holdfast.cli.help;

import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The sections of every help page, in the order of a manual page: name, synopsis, description, arguments, options,
 * commands, exit codes, examples. A command gives the text only: {@code header} its one line, {@code description},
 * {@code exitCodeList}, and {@code footer} for examples, one a line.
 */
public final class Pages {

    private Pages() {}

    /** Arranges the help of a command and of all below it. */
    public static void arrange(CommandLine line) {
        name(line);
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.synopsisHeading("%n@|bold SYNOPSIS|@%n  ");
        usage.synopsisIndent(4);
        if (usage.description().length > 0) {
            usage.descriptionHeading("%n@|bold DESCRIPTION|@%n");
        }
        if (!line.getCommandSpec().positionalParameters().isEmpty()) {
            usage.parameterListHeading("%n@|bold ARGUMENTS|@%n");
        }
        usage.optionListHeading("%n@|bold OPTIONS|@%n");
        usage.sortOptions(false);
        if (!line.getSubcommands().isEmpty()) {
            usage.commandListHeading("%n@|bold COMMANDS|@%n");
        }
        if (!usage.exitCodeList().isEmpty()) {
            usage.exitCodeListHeading("%n@|bold EXIT CODES|@%n");
        }
        if (usage.footer().length > 0) {
            usage.footerHeading("%n@|bold EXAMPLES|@%n");
        }
        // A command may have several names; each is arranged once.
        Set.copyOf(line.getSubcommands().values()).forEach(Pages::arrange);
    }

    /** {@code NAME}: the command and its one line; a command without one gets it from its description. */
    private static void name(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        String[] header = usage.header();
        String said = header.length > 0 ? header[0] : usage.description().length > 0 ? usage.description()[0] : "";
        usage.headerHeading("@|bold NAME|@%n  "
                + line.getCommandSpec().qualifiedName().replace("%", "%%") + (said.isEmpty() ? "" : " - "));
        usage.header(said);
    }
}
