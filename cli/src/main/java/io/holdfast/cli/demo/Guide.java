package io.holdfast.cli.demo;

import java.util.List;

/** What there is to try, as the demo prints it. Pure text. */
final class Guide {

    private static final int USUAL_MANAGEMENT = 8081;

    private Guide() {}

    /** A replica as it is shown: its number in the demo is its place in the list. */
    record Shown(String name, int port, long pid) {}

    static String text(Plan plan, long gatewayPid, List<Shown> replicas) {
        StringBuilder text = new StringBuilder();
        line(text, "");
        line(
                text,
                "  gateway    " + plan.entry() + "/  pid " + gatewayPid + "  (management " + plan.management() + ")");
        for (Shown replica : replicas) {
            line(text, "  " + replica.name() + "  http://127.0.0.1:" + replica.port() + "/  pid " + replica.pid());
        }
        Shown first = replicas.get(0);
        Shown last = replicas.get(replicas.size() - 1);
        String gateway = plan.managementPort() == USUAL_MANAGEMENT ? "" : " --gateway " + plan.management();
        line(text, "");
        line(text, "Open " + plan.entry() + "/ or ask from another terminal, and take replicas away meanwhile:");
        line(text, "");
        line(text, "  curl -i " + plan.entry() + "/api/status");
        for (Shown replica : replicas) {
            line(text, "  kill -9 " + replica.pid() + "  # " + replica.name() + " is gone at once, and back after 2 s");
        }
        line(text, "  kill -STOP " + last.pid() + "  # it hangs; kill -CONT " + last.pid() + " lets it go on");
        line(text, "  ./holdfast replicas" + gateway);
        line(text, "  ./holdfast drain api 127.0.0.1:" + first.port() + gateway);
        line(text, "  ./holdfast undrain api 127.0.0.1:" + first.port() + gateway);
        line(text, "  ./holdfast restart api" + gateway);
        line(text, "");
        line(text, "Ctrl-C here ends all of it. Logs: " + plan.directory());
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }
}
