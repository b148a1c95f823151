package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EventScannerTest {

    private record Block(long start, long end, boolean dispatches, String id, String name, long hash) {}

    private static List<Block> scan(byte[] stream, List<Integer> sizes) {
        EventScanner scanner = new EventScanner();
        List<Block> blocks = new ArrayList<>();
        int from = 0;
        for (int i = 0; from < stream.length; i++) {
            int to = Math.min(stream.length, from + sizes.get(i % sizes.size()));
            ByteBuffer chunk = ByteBuffer.wrap(stream, from, to - from);
            while (scanner.next(chunk)) {
                blocks.add(block(scanner));
            }
            assertThat(chunk.hasRemaining()).isFalse();
            assertThat(scanner.position()).isEqualTo(to);
            from = to;
        }
        if (scanner.settle()) {
            blocks.add(block(scanner));
        }
        return blocks;
    }

    private static Block block(EventScanner scanner) {
        return new Block(
                scanner.start(),
                scanner.position(),
                scanner.dispatches(),
                scanner.hasId() ? scanner.id().text(StandardCharsets.UTF_8) : null,
                scanner.name().text(StandardCharsets.UTF_8),
                scanner.hash());
    }

    private static List<Block> scan(String stream) {
        return scan(StreamClient.bytes(stream), List.of(Integer.MAX_VALUE));
    }

    private static long hash(String block) {
        return scan(block).get(0).hash();
    }

    @Test
    void tells_where_each_block_ends() {
        assertThat(scan("data: a\n\nid: 7\ndata\n\n: c\n\ndata: open\n"))
                .extracting(Block::end)
                .containsExactly(9L, 21L, 26L);
    }

    @Test
    void an_event_needs_a_data_field_even_an_empty_one() {
        assertThat(scan("data\n\ndata:\n\nevent: x\n\nid: 1\n\n: c\n\nretry: 5\n\n\n"))
                .extracting(Block::dispatches)
                .containsExactly(true, true, false, false, false, false, false);
    }

    @Test
    void a_block_without_data_still_sets_the_id() {
        assertThat(scan("id: 7\n\nid\n\ndata: x\n\n")).extracting(Block::id).containsExactly("7", "", null);
    }

    @Test
    void an_id_with_nul_is_ignored() {
        assertThat(scan("id: 1\nid: a\0b\ndata: x\n\n")).extracting(Block::id).containsExactly("1");
        assertThat(scan("id: a\0b\ndata: x\n\n")).extracting(Block::id).containsOnlyNulls();
    }

    @Test
    void the_last_name_and_id_of_a_block_count() {
        assertThat(scan("event: a\nid: 1\nevent: b\nid: 2\ndata: x\n\n"))
                .singleElement()
                .satisfies(block -> {
                    assertThat(block.name()).isEqualTo("b");
                    assertThat(block.id()).isEqualTo("2");
                });
    }

    @Test
    void only_one_space_after_the_colon_is_dropped() {
        assertThat(hash("data:x\n\n")).isEqualTo(hash("data: x\n\n")).isNotEqualTo(hash("data:  x\n\n"));
    }

    @Test
    void field_names_are_exact() {
        assertThat(scan("Data: x\n\n data: x\n\ndatas: x\n\ndat: x\n\ndata : x\n\n"))
                .extracting(Block::dispatches)
                .containsOnly(false);
    }

    @Test
    void the_hash_is_of_what_the_client_is_told() {
        long plain = hash("event: e\ndata: a\ndata: b\n\n");
        assertThat(hash("data: a\r\n: note\r\nevent: e\r\nretry: 3\r\nother: x\r\ndata: b\r\n\r\n"))
                .isEqualTo(plain);
        assertThat(hash("event: e\ndata: a\ndata: b\nid: 1\n\n")).isNotEqualTo(plain);
        assertThat(hash("event: f\ndata: a\ndata: b\n\n")).isNotEqualTo(plain);
        assertThat(hash("event: e\ndata: ab\n\n")).isNotEqualTo(plain);
        assertThat(hash("event: e\ndata: b\ndata: a\n\n")).isNotEqualTo(plain);
        assertThat(hash("data: a\ndata\n\n")).isNotEqualTo(hash("data: a\n\n"));
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_line() {
        byte[] stream = StreamClient.bytes("\ufeffdata: x\n\n");
        for (int size = 1; size <= stream.length; size++) {
            assertThat(scan(stream, List.of(size))).singleElement().satisfies(block -> assertThat(block.dispatches())
                    .isTrue());
        }
        assertThat(scan("data: y\n\n\ufeffdata: x\n\n"))
                .extracting(Block::dispatches)
                .containsExactly(true, false);
    }

    @Test
    void half_a_byte_order_mark_is_an_unknown_field() {
        byte[] stream = {(byte) 0xef, (byte) 0xbb, 'd', 'a', 't', 'a', ':', 'x', '\n', '\n'};
        assertThat(scan(stream, List.of(1))).extracting(Block::dispatches).containsExactly(false);
    }

    @Test
    void a_cr_at_the_end_of_a_chunk_waits_for_its_lf_only_where_lines_end_with_crlf() {
        assertThat(scan(StreamClient.bytes("data: x\r\n\r\ndata: y\r\n\r\n"), List.of(10, 1)))
                .extracting(Block::end)
                .containsExactly(11L, 22L);
        EventScanner scanner = new EventScanner();
        assertThat(scanner.next(ByteBuffer.wrap(StreamClient.bytes("data: x\r\r"))))
                .isTrue();
        assertThat(scanner.next(ByteBuffer.wrap(StreamClient.bytes("data: y\r\n\r"))))
                .isFalse();
        assertThat(scanner.waitsForLf()).isTrue();
        assertThat(scanner.settle()).isTrue();
        assertThat(scanner.dispatches()).isTrue();
    }

    @Property
    void agrees_with_the_standard_on_any_bytes_however_they_are_cut(
            @ForAll("streams") String stream,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 9) Integer> sizes) {
        byte[] bytes = StreamClient.bytes(stream);
        List<Block> blocks = scan(bytes, sizes);
        List<SpecParser.Event> events = SpecParser.events(bytes);

        List<Block> dispatching = blocks.stream().filter(Block::dispatches).toList();
        assertThat(dispatching).hasSameSizeAs(events);
        Map<String, Long> hashes = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            SpecParser.Event event = events.get(i);
            Block block = dispatching.get(i);
            assertThat(block.name().isEmpty() ? "message" : block.name()).isEqualTo(event.name());
            String key = block.name() + "\0" + event.data() + "\0" + block.id();
            assertThat(hashes.computeIfAbsent(key, k -> block.hash())).isEqualTo(block.hash());
        }
        assertThat(hashes.values()).doesNotHaveDuplicates();
        String id = "";
        for (Block block : blocks) {
            id = block.id() == null ? id : block.id();
        }
        assertThat(id).isEqualTo(SpecParser.lastEventId(bytes));
    }

    @Property
    void blocks_cover_the_stream_without_gap_or_overlap(
            @ForAll("streams") String stream,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 9) Integer> sizes) {
        long end = 0;
        for (Block block : scan(StreamClient.bytes(stream), sizes)) {
            assertThat(block.start()).isEqualTo(end);
            assertThat(block.end()).isGreaterThan(end);
            end = block.end();
        }
    }

    @Property
    void crlf_streams_are_cut_at_the_same_places_however_they_arrive(
            @ForAll("streams") String stream,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 9) Integer> sizes) {
        byte[] bytes =
                StreamClient.bytes("data: x\r\n" + stream.replace("\r", "").replace("\n", "\r\n"));
        assertThat(scan(bytes, sizes)).isEqualTo(scan(bytes, List.of(bytes.length)));
    }

    @Provide
    Arbitrary<String> streams() {
        Arbitrary<String> pieces = Arbitraries.of(
                "data",
                "event",
                "id",
                "retry",
                ":",
                ": ",
                " ",
                "x",
                "y",
                "\0",
                "é",
                "\ufeff",
                "\n",
                "\n",
                "\r",
                "\r\n",
                "data: x\n",
                "data: y\r\n",
                "id: 1\r",
                "event: x\n",
                "\n\n",
                "\r\n\r\n",
                "\r\r");
        return pieces.list().ofMaxSize(30).map(list -> String.join("", list));
    }
}
