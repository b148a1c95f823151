package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections are kept for the next request; one that ended meanwhile is nobody's loss. */
class PooledConnectionClosedTest {

    @Test
    void oneConnectionServesOneRequestAfterTheOther() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.ok("ok"));
                TestEngine engine = TestEngine.of(a)) {
            for (int i = 0; i < 20; i++) {
                assertThat(engine.post("/x", "1").text()).isEqualTo("ok");
            }
            assertThat(a.accepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionThatEndedWhileIdleIsNotUsed(boolean reset) {
        try (ScriptedReplica a = ScriptedReplica.start();
                TestEngine engine = TestEngine.of(a)) {
            Signal close = new Signal();
            Signal closed = new Signal();
            a.next(line -> {
                line.request();
                line.answer(200, "first");
                close.await();
                if (reset) {
                    line.reset();
                } else {
                    line.close();
                }
                closed.fire();
            });
            a.next(Script.ok("second"));
            assertThat(engine.post("/x", "1").text()).isEqualTo("first");
            close.fire();
            closed.await();
            a.awaitOpen(0);
            engine.settle();
            Client client = engine.post("/x", "2");
            assertThat(client.text()).isEqualTo("second");
            assertThat(client.attempts()).isEqualTo(1);
            assertThat(engine.incidents().losses()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCloseThatTheLoopHasNotSeenYetIsNoReasonToFailAPost(boolean reset) {
        try (ScriptedReplica a = ScriptedReplica.start();
                TestEngine engine = TestEngine.of(a)) {
            assumeTrue(engine.epoll(), "NIO cannot ask the kernel");
            Signal close = new Signal();
            Signal closed = new Signal();
            a.next(line -> {
                line.request();
                line.answer(200, "first");
                close.await();
                if (reset) {
                    line.reset();
                } else {
                    line.close();
                }
                closed.fire();
            });
            a.next(Script.ok("second"));
            assertThat(engine.post("/x", "1").text()).isEqualTo("first");
            AtomicReference<Client> client = new AtomicReference<>();
            engine.onLoop(() -> {
                close.fire();
                closed.spin(); // the end waits in the kernel, unread
                client.set(engine.post("/x", "2"));
                return true;
            });
            assertThat(client.get().status()).isEqualTo(200);
            assertThat(client.get().text()).isEqualTo("second");
            assertThat(a.received()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad"
            })
    void aConnectionOfWhichMoreOrLessThanOneAnswerCameIsNotKept(String answer) {
        try (ScriptedReplica a = ScriptedReplica.start()
                        .next(line -> {
                            line.request();
                            line.send(answer);
                            line.untilClosed();
                        })
                        .next(Script.ok("second"));
                TestEngine engine = TestEngine.of(a)) {
            assertThat(engine.get("/x").text()).isEqualTo("ok");
            a.awaitOpen(0);
            assertThat(engine.get("/x").text()).isEqualTo("second");
            assertThat(a.accepted()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEAD 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HEAD 200 OK\r\nContent-Length: 35\r\n\r\nHTTP/1.1 200 OK\r\nX-Of: nobody\r\nX-P: ",
                "HEAD 204 No Content\r\n\r\n\r\n",
                "GET 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200",
                "GET 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 20",
                "GET 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nH",
                "GET 204 No Content\r\nContent-Length: 2\r\n\r\nok",
                "GET 304 Not Modified\r\nContent-Length: 2\r\n\r\nok"
            })
    void bytesBehindAnAnswerAreNotTheStartOfTheNextOne(String script) {
        String method = script.substring(0, script.indexOf(' '));
        try (ScriptedReplica a = ScriptedReplica.start()
                        .next(line -> {
                            line.request();
                            line.send("HTTP/1.1" + script.substring(method.length()));
                            line.untilClosed();
                        })
                        .next(Script.ok("second"));
                TestEngine engine = TestEngine.of(a)) {
            engine.request(method, "/x").send().text();
            Client client = engine.request("POST", "/x").body("1").send();
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.text()).isEqualTo("second");
            assertThat(client.header("x-of")).isNull();
            assertThat(client.attempts()).isEqualTo(1);
            assertThat(engine.incidents().losses()).isEmpty();
            assertThat(a.accepted()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEAD 200 OK\r\nContent-Length: 2\r\n\r\n",
                "HEAD 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET 204 No Content\r\n\r\n",
                "GET 304 Not Modified\r\nContent-Length: 2\r\n\r\n"
            })
    void anAnswerWithoutABodyLeavesItsConnectionToTheNextRequest(String script) {
        String method = script.substring(0, script.indexOf(' '));
        try (ScriptedReplica a = ScriptedReplica.start()
                        .next(line -> {
                            line.request();
                            line.send("HTTP/1.1" + script.substring(method.length()));
                        })
                        .next(Script.ok("second"));
                TestEngine engine = TestEngine.of(a)) {
            engine.request(method, "/x").send().text();
            assertThat(engine.get("/x").text()).isEqualTo("second");
            assertThat(a.accepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nX-", "\r\n"})
    void bytesThatNobodyAskedForEndAnIdleConnection(String bytes) {
        Signal send = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start()
                        .next(line -> {
                            line.request();
                            line.answer(200, "first");
                            send.await();
                            line.send(bytes);
                            line.untilClosed();
                        })
                        .next(Script.ok("second"));
                TestEngine engine = TestEngine.of(a)) {
            assertThat(engine.get("/x").text()).isEqualTo("first");
            send.fire();
            a.awaitOpen(0);
            Client client = engine.post("/x", "1");
            assertThat(client.text()).isEqualTo("second");
            assertThat(client.attempts()).isEqualTo(1);
        }
    }

    @Test
    void theOneUsedLastIsUsedFirstAndTheOthersGrowOld() {
        ManualTime time = new ManualTime();
        Signal answer = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().always(line -> {
                    line.request();
                    answer.await();
                    line.answer(200, String.valueOf(line.number()));
                });
                TestEngine engine = TestEngine.setup(a)
                        .time(time)
                        .keepIdle(Duration.ofSeconds(4))
                        .start()) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                clients.add(engine.get("/x"));
            }
            a.awaitReceived(3);
            answer.fire();
            clients.forEach(Client::text);
            engine.settle();
            assertThat(a.open()).isEqualTo(3);
            time.advance(Duration.ofSeconds(3));
            String first = engine.get("/x").text();
            time.advance(Duration.ofSeconds(2));
            a.awaitOpen(1);
            assertThat(engine.get("/x").text()).isEqualTo(first);
            assertThat(a.accepted()).isEqualTo(3);
        }
    }

    @Test
    void noMoreThanSoManyAreKept() {
        Signal answer = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().always(line -> {
                    line.request();
                    answer.await();
                    line.answer(200, "ok");
                });
                TestEngine engine = TestEngine.setup(a).maxIdle(2).start()) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(engine.get("/x"));
            }
            a.awaitReceived(5);
            answer.fire();
            clients.forEach(Client::text);
            a.awaitOpen(2);
        }
    }

    @Test
    void aReplicaThatIsDownLosesItsIdleConnectionsAtOnce() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.ok("ok"));
                TestEngine engine = TestEngine.of(a)) {
            assertThat(engine.get("/x").text()).isEqualTo("ok");
            engine.settle();
            assertThat(a.open()).isEqualTo(1);
            engine.down(engine.replica(0));
            a.awaitOpen(0);
        }
    }

    @Test
    void aConnectionWhoseAnswerEndsWhileItsReplicaIsDownIsNotKept() {
        Signal down = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    down.await();
                    line.answer(200, "ok");
                    line.untilClosed();
                });
                TestEngine engine = TestEngine.of(a)) {
            Client client = engine.post("/x", "1");
            a.awaitReceived(1);
            engine.settle();
            engine.down(engine.replica(0));
            down.fire();
            assertThat(client.text()).isEqualTo("ok");
            a.awaitOpen(0);
        }
    }

    @Test
    void aRemovedReplicaFinishesItsWorkAndKeepsNothing() {
        Signal removed = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.ok("idle")).next(line -> {
                    line.request();
                    removed.await();
                    line.answer(200, "finished");
                });
                TestEngine engine =
                        TestEngine.setup(a).keepIdle(Duration.ofMillis(200)).start()) {
            assertThat(engine.get("/x").text()).isEqualTo("idle");
            Client client = engine.get("/y");
            a.awaitReceived(2);
            engine.service().replicas(List.of());
            removed.fire();
            assertThat(client.text()).isEqualTo("finished");
            Patience.until("idle connections of a removed replica go", () -> a.open() == 0);
        }
    }
}
