package io.holdfast.stub.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ImageBytesTest {
    private static final int SIZE = 20_000;

    private static byte[] part(ImageBytes image, long from, int length) {
        ByteBuffer out = ByteBuffer.allocate(length);
        image.fill(from, out);
        return out.array();
    }

    @Test
    void anyPartIsTheSameAsThatPartOfTheWhole() {
        byte[] whole = part(new ImageBytes("x", SIZE), 0, SIZE);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2000; i++) {
            int from = random.nextInt(SIZE);
            int length = random.nextInt(Math.min(SIZE - from, 4000) + 1);
            assertThat(part(new ImageBytes("x", SIZE), from, length))
                    .describedAs("%d bytes from %d", length, from)
                    .isEqualTo(Arrays.copyOfRange(whole, from, from + length));
        }
    }

    @Test
    void anImageBeginsAsFitsDoes() {
        String header = new String(part(new ImageBytes("m31", SIZE), 0, 2880), StandardCharsets.US_ASCII);
        assertThat(header)
                .startsWith("SIMPLE  =                    T")
                .contains("NAXIS1  =                17120", "OBJECT  = 'm31'");
        assertThat(header.substring(5 * 80, 5 * 80 + 4)).isEqualTo("END ");
        assertThat(header).hasSize(2880);
    }

    @Test
    void idsOfAnyKindLeaveTheHeaderItsLength() {
        String id = "a'b\u00fc\n" + "x".repeat(300);
        byte[] bytes = part(new ImageBytes(id, SIZE), 0, 2880);
        assertThat(new String(bytes, StandardCharsets.US_ASCII)).contains("OBJECT  = 'a?b??xxx");
    }

    @Test
    void imagesDiffer() {
        assertThat(part(new ImageBytes("a", SIZE), 3000, 100)).isNotEqualTo(part(new ImageBytes("b", SIZE), 3000, 100));
    }
}
