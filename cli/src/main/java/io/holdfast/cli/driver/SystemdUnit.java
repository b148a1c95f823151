package io.holdfast.cli.driver;

import io.holdfast.cli.driver.Instance.Ending;
import io.holdfast.cli.driver.Instance.Health;
import io.holdfast.cli.driver.Instance.State;
import io.holdfast.cli.run.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The answer of {@code systemctl show}, read as instances: blocks of {@code Name=value}, parted by empty lines. */
final class SystemdUnit {

    /** The properties asked for. {@code --timestamp=unix} makes times {@code @seconds}. */
    static final String PROPERTIES = "Id,LoadState,ActiveState,SubState,Result,ExecMainCode,ExecMainStatus,"
            + "ExecMainStartTimestamp,ExecMainExitTimestamp,StatusText";

    private static final int STATUS_LIMIT = 500;

    private SystemdUnit() {}

    static List<Map<String, String>> blocks(String shown) {
        List<Map<String, String>> blocks = new ArrayList<>();
        Map<String, String> block = new LinkedHashMap<>();
        for (String line : shown.split("\n", -1)) {
            int at = line.indexOf('=');
            if (line.isBlank()) {
                if (!block.isEmpty()) {
                    blocks.add(block);
                    block = new LinkedHashMap<>();
                }
            } else if (at > 0) {
                block.put(line.substring(0, at), line.substring(at + 1).strip());
            }
        }
        if (!block.isEmpty()) {
            blocks.add(block);
        }
        return blocks;
    }

    /** @return empty for a unit that does not exist */
    static Optional<Instance> read(Map<String, String> shown, String service, String addressTemplate) {
        String unit = shown.getOrDefault("Id", "");
        if (unit.isEmpty() || "not-found".equals(shown.get("LoadState"))) {
            return Optional.empty();
        }
        String result = shown.getOrDefault("Result", "success");
        State state = stateOf(shown.getOrDefault("ActiveState", ""), shown.getOrDefault("SubState", ""));
        boolean ended = state == State.EXITED || state == State.RESTARTING;
        String address = addressTemplate.replace("{instance}", instanceOf(unit)).replace("{unit}", unit);
        return Optional.of(new Instance(
                unit,
                unit,
                service,
                state,
                state == State.RUNNING && "activating".equals(shown.get("ActiveState")) ? Health.STARTING : Health.NONE,
                time(shown.get("ExecMainStartTimestamp")),
                time(shown.get("ExecMainExitTimestamp")),
                !ended ? Ending.NONE : result.equals("success") ? Ending.ON_PURPOSE : Ending.BY_ITSELF,
                ended ? exitCode(shown) : OptionalInt.empty(),
                ended && result.equals("oom-kill"),
                said(result, shown.getOrDefault("StatusText", "")),
                address.isEmpty() ? List.of() : List.of(address),
                Map.of()));
    }

    private static State stateOf(String active, String sub) {
        return switch (active) {
            case "active", "reloading", "refreshing", "deactivating" -> State.RUNNING;
            case "activating" ->
                sub.equals("auto-restart") || sub.equals("auto-restart-queued") ? State.RESTARTING : State.RUNNING;
            case "inactive", "failed" -> State.EXITED;
            default -> State.UNKNOWN;
        };
    }

    /** {@code ExecMainCode} is the {@code si_code} of the end: 1 exited, 2 killed, 3 dumped core. */
    private static OptionalInt exitCode(Map<String, String> shown) {
        try {
            int status = Integer.parseInt(shown.getOrDefault("ExecMainStatus", ""));
            return switch (shown.getOrDefault("ExecMainCode", "0")) {
                case "1" -> OptionalInt.of(status);
                case "2", "3" -> OptionalInt.of(128 + status);
                default -> OptionalInt.empty();
            };
        } catch (NumberFormatException unknown) {
            return OptionalInt.empty();
        }
    }

    private static String said(String result, String status) {
        String text = result.equals("success") ? status : "result " + result + (status.isEmpty() ? "" : ", " + status);
        return Text.line(text, STATUS_LIMIT);
    }

    private static Optional<Instant> time(@Nullable String text) {
        if (text == null || !text.startsWith("@")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(text.substring(1))));
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** {@code 8001} of {@code holdfast-api@8001.service}; empty for a unit that is no instance of a template. */
    static String instanceOf(String unit) {
        int at = unit.indexOf('@');
        int dot = unit.lastIndexOf('.');
        return at >= 0 && dot > at ? unit.substring(at + 1, dot) : "";
    }
}
