package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.wire.Request;
import java.util.function.Supplier;

/** What the clients of the mixed load ask. */
final class Questions {
    private Questions() {}

    static Supplier<Question> status() {
        Question question = new Question("", Request.get("/api/status"), 200, "");
        return () -> question;
    }

    static Supplier<Question> slow(int millis) {
        Question question = new Question("", Request.get("/api/slow?ms=" + millis), 200, "");
        return () -> question;
    }

    /**
     * @param client a name that no other client of any run has
     * @param millis how long the work of one takes
     */
    static Supplier<Question> jobs(String client, int millis, boolean keyed) {
        int[] number = {0};
        return () -> {
            String id = client + "-" + number[0]++;
            Request request = Request.json("POST", "/api/jobs/convert?ms=" + millis, "{\"request\":\"" + id + "\"}");
            return new Question(id, keyed ? request.with("Idempotency-Key", id) : request, 201, "");
        };
    }
}
