package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.load.Judge.Judgement;
import io.holdfast.cli.drill.verdict.Call;
import io.holdfast.cli.drill.verdict.Fate;
import io.holdfast.cli.drill.verdict.Kind;
import io.holdfast.cli.drill.wire.Answer;
import io.holdfast.cli.drill.wire.Connection;
import io.holdfast.cli.drill.wire.Http;
import io.holdfast.cli.drill.wire.WireFailure;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Sends one request after the other on a kept connection, at a bounded pace. */
final class RequestClient extends Client {
    private final Kind kind;
    private final long period;
    private final long timeout;
    private final Supplier<Question> questions;
    private final List<Call> calls = new ArrayList<>();
    private Connection connection;

    /**
     * @param period nanoseconds from one request to the next; when an answer takes longer, the next follows at once
     * @param timeout nanoseconds until an answer is given up
     */
    RequestClient(Entry entry, Ticker ticker, Kind kind, long period, long timeout, Supplier<Question> questions) {
        super(entry, ticker);
        this.kind = kind;
        this.period = period;
        this.timeout = timeout;
        this.questions = questions;
    }

    @Override
    void loop() throws InterruptedException {
        long due = ticker.nanos();
        while (!finishing) {
            calls.add(call(questions.get()));
            due = Math.max(due + period, ticker.nanos());
            ticker.sleepUntil(due);
        }
        drop();
    }

    private Call call(Question question) {
        long start = ticker.nanos();
        int attempts = 0;
        Judgement judgement;
        try {
            if (connection != null && !connection.reusable()) {
                drop();
            }
            // The look at the idle connection is the client's own doing and takes its time.
            start = ticker.nanos();
            Answer answer = exchange(question, start + timeout);
            judgement = Judge.of(question, answer);
            attempts =
                    answer.header("x-holdfast-attempts").map(Integer::parseInt).orElse(0);
            if (!answer.reusable()) {
                drop();
            }
        } catch (WireFailure e) {
            drop();
            judgement = Judge.of(e);
        } catch (IOException e) {
            throw bug(e);
        }
        String detail = judgement.fate() == Fate.OK ? "" : judgement.detail();
        return new Call(kind, question.id(), start, ticker.nanos(), judgement.fate(), detail, attempts);
    }

    private Answer exchange(Question question, long deadline) throws IOException {
        if (connection == null) {
            connection = entry.connect(ticker, deadline);
        }
        connection.begin(deadline);
        return Http.exchange(connection, entry.authority(), question.request());
    }

    private void drop() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /** What it saw; to be asked when its thread has ended. */
    List<Call> calls() {
        return calls;
    }
}
