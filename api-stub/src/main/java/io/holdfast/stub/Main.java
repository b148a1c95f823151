package io.holdfast.stub;

import java.io.IOException;
import java.util.List;

/** The command: runs a replica, or asks one for its health. */
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(CommandLine.USAGE);
            return;
        }
        if (!words.isEmpty() && words.get(0).equals("health")) {
            System.exit(HealthCommand.run(words.subList(1, words.size()), System.getenv(), System.out, System.err));
        }
        Settings settings;
        try {
            settings = CommandLine.parse(words, System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("holdfast-api-stub: " + e.getMessage());
            System.exit(WRONG_USE);
            return;
        }
        serve(settings);
    }

    private static void serve(Settings settings) {
        // Netty's allocator would set up the flight recorder with the first request, which takes 80 ms.
        System.setProperty("io.netty.jfr.enabled", "false");
        Stub stub;
        try {
            stub = Stub.start(settings);
        } catch (IOException e) {
            System.err.println("holdfast-api-stub: " + e.getMessage());
            System.exit(FAILED);
            return;
        }
        Thread stopper = new Thread(() -> stop(stub, settings), "stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        if (settings.endWithInput()) {
            EndWithInput.watch(System.in, () -> System.exit(0));
        }
        System.out.println(settings.name() + " listening on " + settings.host() + ":" + stub.port());
        stub.awaitEnd();
    }

    private static void stop(Stub stub, Settings settings) {
        int cut = stub.stop(settings.shutdownGrace());
        System.out.println(settings.name() + " stopped" + (cut == 0 ? "" : ", connections cut: " + cut));
        // A stop that was asked for is no failure: 0, as uvicorn ends, not 143.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
