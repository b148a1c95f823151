package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.verdict.Fate;
import io.holdfast.cli.drill.wire.Answer;
import io.holdfast.cli.drill.wire.WireFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says how a request ended, from its answer or its failure. Pure. */
final class Judge {
    private static final Pattern SENT = Pattern.compile("\"sent\"\\s*:\\s*(\"unknown\"|false|true)");
    private static final Pattern REPLICA = Pattern.compile("\"replica\"\\s*:\\s*\"([^\"]*)\"");

    /** How it ended, and what the table says of it. */
    record Judgement(Fate fate, String detail) {
        static final Judgement OK = new Judgement(Fate.OK, "");
    }

    private Judge() {}

    static Judgement of(Question question, Answer answer) {
        if (answer.status() != question.status()) {
            return refused(answer);
        }
        String text = answer.text();
        if (!text.startsWith("{") || !text.stripTrailing().endsWith("}")) {
            return new Judgement(Fate.WRONG, "not one JSON object");
        }
        if (!text.contains(question.content())) {
            return new Judgement(Fate.WRONG, "another's answer");
        }
        String named = answer.header("x-replica").orElse("");
        Matcher replica = REPLICA.matcher(text);
        // A kept answer, given again under its key, is of the replica that did the work.
        boolean kept = answer.header("idempotent-replay").isPresent();
        if (!kept && !named.isEmpty() && replica.find() && !replica.group(1).equals(named)) {
            return new Judgement(Fate.WRONG, "head of " + named + ", body of " + replica.group(1));
        }
        return Judgement.OK;
    }

    private static Judgement refused(Answer answer) {
        String status = "status " + answer.status();
        boolean problem = answer.header("content-type").orElse("").startsWith("application/problem+json");
        Matcher sent = SENT.matcher(answer.text());
        if (!problem || !sent.find()) {
            return new Judgement(Fate.STATUS, status);
        }
        return switch (sent.group(1)) {
            case "false" -> new Judgement(Fate.NOT_SENT, status + " sent: false");
            case "\"unknown\"" -> new Judgement(Fate.UNKNOWN, status + " sent: unknown");
            default -> new Judgement(Fate.STATUS, status + " sent: " + sent.group(1));
        };
    }

    static Judgement of(WireFailure failure) {
        Fate fate =
                switch (failure.kind()) {
                    case REFUSED -> Fate.REFUSED;
                    case RESET -> Fate.RESET;
                    case CLOSED -> Fate.CLOSED;
                    case CUT -> Fate.CUT;
                    case TIMEOUT -> Fate.TIMEOUT;
                    case MALFORMED -> Fate.MALFORMED;
                };
        // Places in the body differ from one to the next: they would make every reason its own.
        String where = failure.getMessage().replaceAll("\\d+ of \\d+ ", "part of the ");
        return new Judgement(fate, fate.name().toLowerCase(java.util.Locale.ROOT) + " (" + where + ")");
    }
}
