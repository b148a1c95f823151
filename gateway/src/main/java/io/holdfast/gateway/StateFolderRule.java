package io.holdfast.gateway;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where this gateway keeps what must outlive its restart, unless it is told. */
final class StateFolderRule {

    private StateFolderRule() {}

    /**
     * The folder, or null: nothing is kept.
     *
     * @param told {@code holdfast.state-dir}, or null
     * @param port of the entry URL, so that two gateways of one user do not take each other's; 0: any port, as in tests,
     *     so that there is no next start to keep anything for
     * @param environment of the process
     * @param home of the user
     */
    static @Nullable Path folder(@Nullable String told, int port, Map<String, String> environment, String home) {
        if (told != null && !told.isBlank()) {
            return Path.of(told);
        }
        String ofUnit = environment.getOrDefault("STATE_DIRECTORY", ""); // systemd.exec(5)
        if (!ofUnit.isBlank()) {
            return Path.of(ofUnit.split(":")[0]);
        }
        if (port <= 0) {
            return null;
        }
        String ofUser = environment.getOrDefault("XDG_STATE_HOME", ""); // the XDG Base Directory Specification
        Path state = ofUser.startsWith("/") ? Path.of(ofUser) : Path.of(home, ".local", "state");
        return state.resolve("holdfast").resolve(Integer.toString(port));
    }
}
