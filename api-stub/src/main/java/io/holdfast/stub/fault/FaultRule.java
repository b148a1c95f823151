package io.holdfast.stub.fault;

/** Decides what becomes of a request under the faults that are set. */
final class FaultRule {
    /** What is done instead of an answer, or before it. */
    enum Act {
        PASS,
        HANG,
        RESET,
        ANSWER
    }

    /** Whose request it is. */
    enum Kind {
        HEALTH,
        FAULTS,
        OTHER
    }

    /**
     * @param act what is done
     * @param delayMillis how much later
     */
    record Decision(Act act, int delayMillis) {}

    private static final Decision PASS = new Decision(Act.PASS, 0);

    private FaultRule() {}

    static Kind kind(String path) {
        if (path.equals("/faults")) {
            return Kind.FAULTS;
        }
        return path.startsWith("/health") || path.equals("/api/health") || path.startsWith("/api/health/")
                ? Kind.HEALTH
                : Kind.OTHER;
    }

    static Decision decide(FaultSettings faults, Kind kind) {
        switch (kind) {
            case FAULTS:
                return PASS;
            case HEALTH:
                boolean hangs = faults.health().equals("hang") || faults.hang() && faults.healthHang();
                return new Decision(hangs ? Act.HANG : Act.PASS, faults.delayHealth() ? faults.delay() : 0);
            default:
                if (faults.reset()) {
                    return new Decision(Act.RESET, 0);
                }
                if (faults.hang()) {
                    return new Decision(Act.HANG, 0);
                }
                return new Decision(faults.answer() > 0 ? Act.ANSWER : Act.PASS, faults.delay());
        }
    }
}
