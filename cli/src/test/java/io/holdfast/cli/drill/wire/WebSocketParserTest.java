package io.holdfast.cli.drill.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketParserTest {
    @Test
    void givesTheSameMessagesWhereverTheBytesAreSplit() throws WireFailure {
        byte[] bytes = join(
                frame(0x81, "one"),
                frame(0x01, "tw"),
                frame(0x89, "ping"),
                frame(0x80, "o"),
                frame(0x82, "x".repeat(200)),
                frame(0x88, "\u0003\u00e8"));
        for (int split = 0; split <= bytes.length; split++) {
            List<String> seen = new ArrayList<>();
            WebSocketParser parser = new WebSocketParser(
                    m -> seen.add(m.opcode() + " " + m.text().length()));
            parser.feed(bytes, split);
            byte[] rest = Arrays.copyOfRange(bytes, split, bytes.length);
            parser.feed(rest, rest.length);
            assertThat(seen).as("split at %d", split).containsExactly("1 3", "9 4", "1 3", "2 200", "8 2");
            assertThat(parser.unfinished()).isFalse();
        }
    }

    @Test
    void tellsOfAMessageThatWasBegunAndNeverEnded() throws WireFailure {
        WebSocketParser inFrame = new WebSocketParser(message -> {});
        inFrame.feed(new byte[] {(byte) 0x81, 5, 'h'}, 3);
        assertThat(inFrame.unfinished()).isTrue();
        WebSocketParser betweenFragments = new WebSocketParser(message -> {});
        byte[] fragment = frame(0x01, "he");
        betweenFragments.feed(fragment, fragment.length);
        assertThat(betweenFragments.unfinished()).isTrue();
    }

    @Test
    void refusesWhatAServerMayNotSend() {
        assertThatThrownBy(() -> feed(frame(0xC1, "reserved bit"))).isInstanceOf(WireFailure.class);
        assertThatThrownBy(() -> feed(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 0}))
                .hasMessageContaining("masked");
        assertThatThrownBy(() -> feed(frame(0x80, "continues nothing"))).hasMessageContaining("out of turn");
        assertThatThrownBy(() -> feed(join(frame(0x01, "a"), frame(0x81, "b")))).hasMessageContaining("out of turn");
        assertThatThrownBy(() -> feed(frame(0x83, "unknown opcode"))).isInstanceOf(WireFailure.class);
        assertThatThrownBy(() -> feed(frame(0x09, "ping in pieces"))).hasMessageContaining("control");
    }

    @Test
    void readsTheCodeOfAClose() {
        assertThat(WebSocketMessage.close(1012).closeCode()).isEqualTo(1012);
        assertThat(new WebSocketMessage(WebSocketMessage.CLOSE, new byte[0]).closeCode())
                .isEqualTo(1005);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65535, 65536})
    void masksWhatAClientSends(int size) {
        byte[] payload = new byte[size];
        new Random(1).nextBytes(payload);
        ByteBuffer frame =
                ByteBuffer.wrap(new WebSocketMessage(WebSocketMessage.BINARY, payload).masked(new Random(2)));
        assertThat(frame.get() & 0xff).isEqualTo(0x82);
        int length = frame.get() & 0xff;
        assertThat(length).isGreaterThanOrEqualTo(0x80);
        int actual = length - 0x80 == 127
                ? (int) frame.getLong()
                : length - 0x80 == 126 ? frame.getShort() & 0xffff : length - 0x80;
        assertThat(actual).isEqualTo(size);
        byte[] key = new byte[4];
        frame.get(key);
        byte[] unmasked = new byte[size];
        for (int i = 0; i < size; i++) {
            unmasked[i] = (byte) (frame.get() ^ key[i % 4]);
        }
        assertThat(unmasked).isEqualTo(payload);
        assertThat(frame.hasRemaining()).isFalse();
    }

    private static void feed(byte[] bytes) throws WireFailure {
        new WebSocketParser(message -> {}).feed(bytes, bytes.length);
    }

    private static byte[] frame(int first, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 4).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else {
            frame.put((byte) 126).putShort((short) payload.length);
        }
        frame.put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
