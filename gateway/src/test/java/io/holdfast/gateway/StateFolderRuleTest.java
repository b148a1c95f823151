package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateFolderRuleTest {

    private static final String HOME = "/home/ada";

    @Test
    void whatIsToldIsTaken() {
        assertThat(StateFolderRule.folder("/var/lib/holdfast", 0, Map.of("STATE_DIRECTORY", "/x"), HOME))
                .isEqualTo(Path.of("/var/lib/holdfast"));
    }

    @Test
    void aSystemdUnitHasItsOwn() {
        assertThat(StateFolderRule.folder(null, 8080, Map.of("STATE_DIRECTORY", "/var/lib/holdfast:/other"), HOME))
                .isEqualTo(Path.of("/var/lib/holdfast"));
    }

    @Test
    void aUserHasOneForEachEntryPort() {
        assertThat(StateFolderRule.folder(null, 8080, Map.of(), HOME))
                .isEqualTo(Path.of("/home/ada/.local/state/holdfast/8080"));
        assertThat(StateFolderRule.folder(" ", 8090, Map.of("XDG_STATE_HOME", "/data/state"), HOME))
                .isEqualTo(Path.of("/data/state/holdfast/8090"));
        assertThat(StateFolderRule.folder(null, 8080, Map.of("XDG_STATE_HOME", "relative"), HOME))
                .isEqualTo(Path.of("/home/ada/.local/state/holdfast/8080"));
    }

    @Test
    void onAnyFreePortThereIsNoNextStartToKeepAnythingFor() {
        assertThat(StateFolderRule.folder(null, 0, Map.of(), HOME)).isNull();
    }
}
