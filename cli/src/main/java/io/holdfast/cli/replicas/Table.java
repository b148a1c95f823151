package io.holdfast.cli.replicas;

import io.holdfast.cli.gateway.Listing.ServiceStatus;
import io.holdfast.cli.gateway.ReplicaStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Services and their replicas as lines for people. */
final class Table {

    private static final List<String> HEAD = List.of(
            "SERVICE",
            "REPLICA",
            "STATE",
            "SINCE",
            "IN FLIGHT",
            "SOCKETS",
            "STREAMS",
            "LATENCY",
            "BREAKER",
            "RESTARTS",
            "LAST FAILURE");

    private static final int STATE = 2;
    private static final int FIRST_NUMBER = 3;
    private static final int LAST_NUMBER = 7;
    private static final Duration FEW_MINUTES = Duration.ofMinutes(2);
    private static final Duration FEW_HOURS = Duration.ofHours(2);
    private static final Duration FEW_DAYS = Duration.ofDays(2);

    private final Ansi ansi;
    private final Instant now;

    Table(Ansi ansi, Instant now) {
        this.ansi = ansi;
        this.now = now;
    }

    List<String> of(List<ServiceStatus> services) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (ServiceStatus service : services) {
            service.replicas().forEach(replica -> rows.add(row(service, replica)));
        }
        int[] widths = widths(rows);
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(line(row, widths)));
        for (ServiceStatus service : services) {
            remark(service).forEach(lines::add);
        }
        return lines;
    }

    private List<String> row(ServiceStatus service, ReplicaStatus replica) {
        return List.of(
                service.name(),
                replica.replica(),
                replica.stateInWords(),
                replica.since().map(this::age).orElse("-"),
                Integer.toString(replica.inFlight()),
                Integer.toString(replica.webSockets()),
                Integer.toString(replica.streams()),
                replica.latencyMillis() == 0 ? "-" : String.format(Locale.ROOT, "%.1f ms", replica.latencyMillis()),
                replica.breaker(),
                Integer.toString(replica.restarts()),
                replica.lastFailure().isEmpty() ? "-" : replica.lastFailure());
    }

    /** Roughly how long ago; of a clock ahead of this one, nothing. */
    private String age(Instant since) {
        Duration age = Duration.between(since, now);
        if (age.isNegative()) {
            return "0s";
        }
        if (age.compareTo(FEW_MINUTES) < 0) {
            return age.toSeconds() + "s";
        }
        if (age.compareTo(FEW_HOURS) < 0) {
            return age.toMinutes() + "m";
        }
        return age.compareTo(FEW_DAYS) < 0 ? age.toHours() + "h" : age.toDays() + "d";
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            String gap = " ".repeat(widths[i] - cell.length());
            boolean number = i >= FIRST_NUMBER && i <= LAST_NUMBER;
            line.append(number ? gap : "")
                    .append(i == STATE ? coloured(cell) : cell)
                    .append(number ? "" : gap)
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }

    private String coloured(String state) {
        String word = state.split(" ", 2)[0];
        String colour =
                switch (word) {
                    case "UP" -> "green";
                    case "DOWN" -> "red";
                    case "EJECTED", "STARTING" -> "yellow";
                    case "DRAINING" -> "cyan";
                    default -> "";
                };
        return colour.isEmpty() ? state : ansi.string("@|" + colour + " " + state + "|@");
    }

    private List<String> remark(ServiceStatus service) {
        List<String> said = new ArrayList<>();
        if (service.replicas().isEmpty()) {
            said.add(service.name() + ": no replicas");
        }
        if (service.panic()) {
            said.add(ansi.string("@|red " + service.name()
                    + ": no replica is well; requests go to those that answer at all (panic)|@"));
        }
        if (service.held() > 0) {
            said.add(service.name() + ": " + service.held() + " requests wait for a replica");
        }
        if (!service.breaker().equals("CLOSED") && !service.breaker().isEmpty()) {
            said.add(service.name() + ": breaker " + service.breaker());
        }
        return said;
    }
}
