package io.holdfast.cli.driver;

import io.holdfast.cli.run.Runner;
import io.holdfast.cli.run.Shelter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs scripts of a directory in the place of the commands of the same name. */
final class ScriptedCommands extends Commands {

    private final Path scripts;

    ScriptedCommands(Path scripts) {
        super(new Runner());
        this.scripts = scripts;
    }

    @Override
    Runner.Ran run(List<String> words, Duration limit) throws DriverException {
        return super.run(found(words), limit);
    }

    @Override
    Runner.Ran change(Shelter shelter, List<String> words, Duration limit) throws DriverException {
        return super.change(shelter, found(words), limit);
    }

    private List<String> found(List<String> words) {
        List<String> found =
                new ArrayList<>(List.of("sh", scripts.resolve(words.get(0)).toString()));
        found.addAll(words.subList(1, words.size()));
        return found;
    }
}
