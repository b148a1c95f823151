package io.holdfast.cli.drill.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.cli.drill.wire.ScriptedServer.Peer;
import io.holdfast.cli.drill.wire.ScriptedServer.Script;
import io.holdfast.cli.drill.wire.WireFailure.Kind;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @Test
    void readsABodyOfKnownLength() throws IOException {
        Answer answer = answer(peer -> peer.send(OK + "Content-Length: 5\r\nX-Replica: one\r\n\r\nhello"));
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.header("x-replica")).contains("one");
        assertThat(answer.reusable()).isTrue();
    }

    @Test
    void readsChunksWithExtensionsAndTrailers() throws IOException {
        Answer answer = answer(peer -> peer.send(OK + "Transfer-Encoding: chunked\r\n\r\n")
                .send("3;a=b\r\nhel\r\n")
                .send("2\r\nlo\r\n0\r\nX-Sum: 1\r\n\r\n"));
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.reusable()).isTrue();
    }

    @Test
    void passesOverInterimAnswers() throws IOException {
        Answer answer =
                answer(peer -> peer.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aHeadAnswerHasNoBodyWhateverItsLengthSays() throws IOException {
        try (ScriptedServer server = serving(peer -> peer.send(OK + "Content-Length: 5\r\n\r\n"));
                Connection connection = connect(server)) {
            Answer answer = Http.exchange(connection, "x", new Request("HEAD", "/", java.util.Map.of(), new byte[0]));
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void anAnswerWithoutFramingEndsWithTheConnectionAndIsNotReusable() throws IOException {
        Answer answer = answer(peer -> peer.send(OK + "\r\nhello").end());
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.reusable()).isFalse();
    }

    @Test
    void connectionCloseIsNotReusable() throws IOException {
        Answer answer = answer(peer -> peer.send(OK + "Connection: close\r\nContent-Length: 0\r\n\r\n"));
        assertThat(answer.reusable()).isFalse();
    }

    @Test
    void aResetBeforeTheAnswerIsAReset() throws IOException {
        assertThat(failure(Peer::reset).kind()).isEqualTo(Kind.RESET);
    }

    @Test
    void anEndBeforeTheAnswerIsClosed() throws IOException {
        assertThat(failure(Peer::end).kind()).isEqualTo(Kind.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200",
                OK,
                OK + "Content-Length: 5\r\n",
                OK + "Content-Length: 5\r\n\r\n",
                OK + "Content-Length: 5\r\n\r\nhell",
                OK + "Transfer-Encoding: chunked\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhe",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
            })
    void anAnswerThatEndsEarlyIsCut(String begun) throws IOException {
        assertThat(failure(peer -> peer.send(begun).end()).kind()).isEqualTo(Kind.CUT);
    }

    @Test
    void anAnswerThatIsResetInItsBodyIsCut() throws IOException {
        WireFailure failure = failure(peer -> {
            peer.send(OK + "Content-Length: 5\r\n\r\nhe");
            // Only when the client has the first part can the reset not overtake it.
            peer.read();
            peer.reset();
        });
        assertThat(failure.kind()).isEqualTo(Kind.CUT);
        assertThat(failure).hasMessageContaining("reset");
    }

    @Test
    void silenceIsATimeoutAndSaysWhere() throws IOException {
        assertThat(failure(Peer::hang)).hasMessage("no answer");
        WireFailure inAnswer =
                failure(peer -> peer.send(OK + "Content-Length: 5\r\n\r\nhe").hang());
        assertThat(inAnswer.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(inAnswer).hasMessage("in the answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-x\r\n",
                "HTTP/1.1 200 OK\n",
                OK + "no colon\r\n\r\n",
                OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                OK + "Content-Length: -5\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n"
            })
    void whatIsNotTheProtocolIsMalformed(String bytes) throws IOException {
        assertThat(failure(peer -> peer.send(bytes).hang()).kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void nobodyListeningIsRefused() throws IOException {
        ScriptedServer gone = serving(Peer::hang);
        gone.close();
        WireFailure failure = catchThrowableOfType(WireFailure.class, () -> connect(gone));
        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void aConnectionCarriesOneExchangeAfterTheOther() throws IOException {
        Script twice = peer -> {
            peer.send(OK + "Content-Length: 1\r\n\r\na");
            peer.head();
            peer.send(OK + "Content-Length: 1\r\n\r\nb").hang();
        };
        try (ScriptedServer server = serving(twice);
                Connection connection = connect(server)) {
            assertThat(Http.exchange(connection, "x", Request.get("/")).text()).isEqualTo("a");
            assertThat(connection.reusable()).isTrue();
            assertThat(Http.exchange(connection, "x", Request.get("/")).text()).isEqualTo("b");
        }
    }

    @Test
    void aLateAnswerOnAnIdleConnectionIsMalformed() throws IOException {
        try (ScriptedServer server = serving(peer ->
                        peer.send(OK + "Content-Length: 1\r\n\r\na" + OK).hang());
                Connection connection = connect(server)) {
            Http.exchange(connection, "x", Request.get("/"));
            WireFailure failure = catchThrowableOfType(WireFailure.class, () -> {
                // The bytes may come with the answer or after it: both ways they are seen before the next request.
                while (connection.reusable()) {
                    Thread.onSpinWait();
                }
            });
            assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
        }
    }

    private static Answer answer(Script script) throws IOException {
        try (ScriptedServer server = serving(script);
                Connection connection = connect(server)) {
            return Http.exchange(connection, "x", Request.get("/"));
        }
    }

    private static WireFailure failure(Script script) throws IOException {
        try (ScriptedServer server = serving(script);
                Connection connection = connect(server)) {
            return catchThrowableOfType(WireFailure.class, () -> {
                Http.Opened opened = Http.open(connection, "x", Request.get("/"));
                byte[] some = new byte[100];
                for (int count = opened.body().read(some);
                        count >= 0;
                        count = opened.body().read(some)) {
                    connection.write(new byte[] {1});
                }
            });
        }
    }

    private static ScriptedServer serving(Script script) throws IOException {
        return new ScriptedServer(peer -> {
            peer.head();
            script.play(peer);
        });
    }

    private static Connection connect(ScriptedServer server) throws IOException {
        long deadline = ScriptedServer.TICKER.nanos() + TimeUnit.MILLISECONDS.toNanos(400);
        return server.entry().connect(ScriptedServer.TICKER, deadline);
    }
}
