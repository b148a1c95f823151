package io.holdfast.cli.notice;

import io.holdfast.cli.run.RunFailure;
import io.holdfast.cli.run.Runner;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Any command: the notice as JSON on its standard input, the main parts in its environment. Exit code 0: it arrived. */
final class CommandChannel implements Channel {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String name;
    private final List<String> words;
    private final Runner runner;

    CommandChannel(String name, List<String> words, Runner runner) {
        this.name = name;
        this.words = words;
        this.runner = runner;
    }

    @Override
    public String name() {
        return name;
    }

    /** Only the program: its arguments may hold a token. */
    @Override
    public String target() {
        return "command " + words.get(0);
    }

    @Override
    public Delivery deliver(Notice notice) {
        Map<String, String> environment = Map.of(
                "HOLDFAST_KIND", notice.kind().word(),
                "HOLDFAST_TITLE", NoticeText.title(notice),
                "HOLDFAST_SERVICE", notice.service(),
                "HOLDFAST_INSTANCE", notice.instance());
        try {
            Runner.Ran ran = runner.run(words, environment, NoticeJson.bytes(NoticeJson.tree(notice)), LIMIT);
            // Its output is not repeated: it may show what it was given.
            return ran.exitCode() == 0 ? Delivery.done() : Delivery.later("exit code " + ran.exitCode());
        } catch (RunFailure failed) {
            return Delivery.later(String.valueOf(failed.getMessage()));
        }
    }
}
