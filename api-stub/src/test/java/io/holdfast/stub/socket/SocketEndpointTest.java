package io.holdfast.stub.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.stub.Settings;
import io.holdfast.stub.Stub;
import io.holdfast.stub.testing.Calls;
import io.holdfast.stub.testing.RawClient;
import io.holdfast.stub.testing.RawClient.Head;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketEndpointTest {
    private static final String QUIET = "/api/ws/status?interval=3600000";
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static Stub stub;

    @BeforeAll
    static void start() throws Exception {
        stub = Stub.start(Settings.defaults().withPort(0).withFaults(true).withShutdownGrace(Duration.ofMillis(200)));
    }

    @AfterAll
    static void stop() {
        stub.close();
    }

    @AfterEach
    void clear() throws Exception {
        Calls.call(stub.port(), "DELETE", "/faults", "");
    }

    private record Frame(boolean last, int code, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return bytes.length == 0 ? 1005 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        }
    }

    private static Head shake(RawClient client, String target, String... more) throws IOException {
        String[] headers = Arrays.copyOf(more, more.length + 4);
        headers[more.length] = "Connection: Upgrade";
        headers[more.length + 1] = "Upgrade: websocket";
        headers[more.length + 2] = "Sec-WebSocket-Version: 13";
        headers[more.length + 3] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        return client.request("GET", target, headers).head();
    }

    private static RawClient open(String target) throws IOException {
        RawClient client = new RawClient(stub.port());
        assertThat(shake(client, target).status()).isEqualTo(101);
        return client;
    }

    /** A frame masked with zeros, as a client sends it (RFC 6455 5.2). */
    private static void send(RawClient client, boolean last, int code, byte[] bytes) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((last ? 0x80 : 0) | code);
        if (bytes.length < 126) {
            frame.write(0x80 | bytes.length);
        } else {
            boolean small = bytes.length < 65_536;
            frame.write(0x80 | (small ? 126 : 127));
            for (int shift = small ? 8 : 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) bytes.length >>> shift));
            }
        }
        frame.write(new byte[4]);
        frame.write(bytes);
        client.send(frame.toByteArray());
    }

    private static void text(RawClient client, String text) throws IOException {
        send(client, true, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Frame receive(RawClient client) throws IOException {
        byte[] head = client.read(2);
        long length = head[1] & 0x7f;
        if (length > 125) {
            length = 0;
            for (byte part : client.read((head[1] & 0x7f) == 126 ? 2 : 8)) {
                length = length << 8 | part & 0xff;
            }
        }
        return new Frame((head[0] & 0x80) != 0, head[0] & 0x0f, client.read(length));
    }

    @Test
    void theHandshakeNamesItsReplicaAndProvesItself() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            Head head = shake(client, "/ws/status");
            assertThat(head.status()).isEqualTo(101);
            assertThat(head.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(head.header("X-Replica")).isEqualTo("replica-1");
            assertThat(head.header("Sec-WebSocket-Protocol")).isEmpty();
        }
    }

    @Test
    void theFirstSubProtocolThatItKnowsIsChosen() throws Exception {
        try (RawClient client = new RawClient(stub.port())) {
            Head head = shake(client, QUIET, "Sec-WebSocket-Protocol: other, echo, status.v1");
            assertThat(head.header("Sec-WebSocket-Protocol")).isEqualTo("echo");
        }
    }

    @Test
    void statusComesAtTheIntervalAndNotBefore() throws Exception {
        try (RawClient client = open("/api/ws/status?interval=150")) {
            assertThat(client.silentFor(50)).isTrue();
            for (int i = 0; i < 2; i++) {
                assertThat(receive(client).text())
                        .startsWith("{\"type\":\"status_update\",\"timestamp\":\"")
                        .contains("\"replica\":\"replica-1\",\"data\":{");
            }
        }
    }

    @Test
    void textPingIsAnsweredAndTheRestEchoed() throws Exception {
        try (RawClient client = open(QUIET)) {
            text(client, "ping");
            assertThat(receive(client)).satisfies(frame -> {
                assertThat(frame.code()).isEqualTo(TEXT);
                assertThat(frame.text()).isEqualTo("pong");
            });
            text(client, "ping 2 ü");
            assertThat(receive(client).text()).isEqualTo("ping 2 ü");
            send(client, true, PING, new byte[] {1, 2});
            Frame pong = receive(client);
            assertThat(pong.code()).isEqualTo(PONG);
            assertThat(pong.bytes()).containsExactly(1, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 65_535, 65_536, 1_048_576, 16_777_216})
    void binaryOfAnySizeIsEchoed(int size) throws Exception {
        byte[] bytes = new byte[size];
        new SplittableRandom(3).nextBytes(bytes);
        try (RawClient client = open(QUIET)) {
            send(client, true, BINARY, bytes);
            Frame echo = receive(client);
            assertThat(echo.code()).isEqualTo(BINARY);
            assertThat(echo.bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void fragmentsAreOneMessage() throws Exception {
        try (RawClient client = open(QUIET)) {
            byte[] umlaut = "ü".getBytes(StandardCharsets.UTF_8);
            send(client, false, TEXT, new byte[] {umlaut[0]});
            send(client, true, PING, new byte[0]);
            send(client, true, 0, new byte[] {umlaut[1]});
            assertThat(receive(client).code()).isEqualTo(PONG);
            assertThat(receive(client).text()).isEqualTo("ü");
        }
    }

    @Test
    void aMessageThatIsTooLargeIsClosedWith1009() throws Exception {
        try (RawClient client = open(QUIET)) {
            for (int i = 0; i < 17; i++) {
                send(client, false, i == 0 ? BINARY : 0, new byte[1 << 20]);
            }
            assertThat(receive(client).closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void textThatIsNotUtf8IsClosedWith1007() throws Exception {
        try (RawClient client = open(QUIET)) {
            send(client, true, TEXT, new byte[] {(byte) 0xc3, '('});
            assertThat(receive(client).closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void aCloseIsAnsweredWithItsCode() throws Exception {
        try (RawClient client = open(QUIET)) {
            send(client, true, CLOSE, new byte[] {0x0f, (byte) 0xa1, 'b', 'y', 'e'});
            Frame close = receive(client);
            assertThat(close.closeCode()).isEqualTo(4001);
            assertThat(close.bytes()).endsWith('b', 'y', 'e');
            assertThat(client.ending().reset()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1005, 1011, 1012, 1013, 4000})
    void allAreClosedWithTheCodeThatIsOrdered(int code) throws Exception {
        try (RawClient one = open(QUIET);
                RawClient two = open(QUIET)) {
            Calls.fault(stub.port(), "{\"wsClose\":" + code + "}");
            for (RawClient client : new RawClient[] {one, two}) {
                Frame close = receive(client);
                assertThat(close.code()).isEqualTo(CLOSE);
                assertThat(close.closeCode()).isEqualTo(code);
                send(client, true, CLOSE, close.bytes());
                assertThat(client.ending().bytes()).isEmpty();
            }
        }
        try (RawClient next = open(QUIET)) {
            text(next, "ping");
            assertThat(receive(next).text()).isEqualTo("pong");
        }
    }

    @Test
    void code1006ResetsThem() throws Exception {
        try (RawClient client = open(QUIET)) {
            Calls.fault(stub.port(), "{\"wsClose\":1006}");
            assertThat(client.ending().reset()).isTrue();
        }
    }

    @Test
    void silentSocketsStayOpenAndSayNothing() throws Exception {
        try (RawClient client = open("/api/ws/status?interval=20")) {
            receive(client);
            Calls.fault(stub.port(), "{\"wsSilent\":true}");
            text(client, "last");
            while (!client.silentFor(200)) {
                // What was sent before the order.
            }
            text(client, "ping");
            send(client, true, PING, new byte[0]);
            assertThat(client.silentFor(200)).isTrue();
        }
    }

    @Test
    void aRefusedHandshakeIsAnHonestStatus() throws Exception {
        Calls.fault(stub.port(), "{\"wsRefuse\":503}");
        try (RawClient client = new RawClient(stub.port())) {
            assertThat(shake(client, QUIET).status()).isEqualTo(503);
        }
        assertThat(Calls.get(stub.port(), "/api/status").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNoHandshakeIsRefused() throws Exception {
        assertThat(Calls.get(stub.port(), "/api/ws/status").statusCode()).isEqualTo(400);
        try (RawClient client = new RawClient(stub.port())) {
            client.request(
                    "GET",
                    QUIET,
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 8",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            Head head = client.head();
            assertThat(head.status()).isEqualTo(426);
            assertThat(head.header("Sec-WebSocket-Version")).isEqualTo("13");
        }
    }

    @Test
    void aClientThatSendsWithoutReadingIsPaused() throws Exception {
        try (RawClient client = open(QUIET)) {
            int messages = 64;
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < messages; i++) {
                        byte[] bytes = new byte[1 << 20];
                        bytes[0] = (byte) i;
                        send(client, true, BINARY, bytes);
                    }
                } catch (IOException e) {
                    // The receiving side fails then.
                }
            });
            sender.start();
            sender.join(500);
            for (int i = 0; i < messages; i++) {
                Frame frame = receive(client);
                assertThat(frame.bytes()).hasSize(1 << 20);
                assertThat(frame.bytes()[0]).isEqualTo((byte) i);
            }
            sender.join();
        }
    }
}
