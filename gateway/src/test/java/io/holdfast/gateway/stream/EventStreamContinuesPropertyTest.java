package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.exchange.Continuation.After;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Whatever the stream, however it is cut, wherever and however often it is lost: the client cannot tell. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class EventStreamContinuesPropertyTest {

    /** Line ends of one block: of its lines, and of the empty line. */
    private record Ends(String line, String empty) {}

    /** A stream to be, before it is written with line ends and ids. */
    private record Shape(List<String> lines) {}

    /** One life of a stream: what arrives in which pieces, and where connections are lost, in permille of each. */
    record Life(List<Integer> sizes, List<Integer> losses) {}

    private static byte[] client(ModelApi api, Life life, WithoutId withoutId, @Nullable String clientId) {
        StreamClient client = new StreamClient(new EventStreamSession(
                new EventStreamSettings(withoutId, EventStreamSettings.FINAL_EVENTS), true, clientId));
        byte[] answer = api.answer(clientId);
        for (int permille : life.losses()) {
            int lostAt = (int) ((long) answer.length * permille / 1000);
            client.receive(Arrays.copyOf(answer, lostAt), life.sizes()).later(1).reconnect();
            answer = api.answer(client.session.lastEventId());
        }
        client.receive(answer, life.sizes());
        assertThat(client.end(false)).isEqualTo(After.END);
        return client.got();
    }

    @Property(tries = 5000)
    void an_api_that_resumes_gives_the_bytes_of_one_connection(
            @ForAll("withIds") List<ModelApi.Block> blocks,
            @ForAll("manners") ModelApi.Manner manner,
            @ForAll boolean byteOrderMark,
            @ForAll WithoutId withoutId,
            @ForAll("lives") Life life) {
        ModelApi api = new ModelApi(blocks, manner, byteOrderMark);
        assertThat(client(api, life, withoutId, null)).isEqualTo(api.answer(null));
    }

    @Property
    void a_client_that_comes_back_with_an_id_gets_the_bytes_from_there(
            @ForAll("withIds") List<ModelApi.Block> blocks,
            @ForAll("manners") ModelApi.Manner manner,
            @ForAll @IntRange(min = 0, max = 8) int seen,
            @ForAll("lives") Life life) {
        ModelApi api = new ModelApi(blocks, manner, false);
        String clientId = blocks.get(seen % blocks.size()).id();
        assertThat(client(api, life, WithoutId.SKIP_REPLAYED, clientId)).isEqualTo(api.answer(clientId));
    }

    @Property(tries = 5000)
    void events_without_id_between_those_with_ids_come_once(
            @ForAll("mixed") List<ModelApi.Block> blocks,
            @ForAll("manners") ModelApi.Manner manner,
            @ForAll boolean byteOrderMark,
            @ForAll("lives") Life life) {
        ModelApi api = new ModelApi(blocks, manner, byteOrderMark);
        assertThat(SpecParser.events(client(api, life, WithoutId.SKIP_REPLAYED, null)))
                .isEqualTo(SpecParser.events(api.answer(null)));
    }

    @Property(tries = 5000)
    void an_api_without_ids_that_replays_gives_the_events_of_one_connection(
            @ForAll("withoutIds") List<ModelApi.Block> blocks,
            @ForAll boolean byteOrderMark,
            @ForAll("lives") Life life) {
        ModelApi api = new ModelApi(blocks, ModelApi.Manner.IGNORES, byteOrderMark);
        assertThat(SpecParser.events(client(api, life, WithoutId.SKIP_REPLAYED, null)))
                .isEqualTo(SpecParser.events(api.answer(null)));
    }

    @Property(tries = 5000)
    void an_api_that_gives_ids_and_does_not_heed_them_gives_the_events_of_one_connection(
            @ForAll("withIds") List<ModelApi.Block> blocks, @ForAll("lives") Life life) {
        ModelApi api = new ModelApi(blocks, ModelApi.Manner.IGNORES, false);
        assertThat(SpecParser.events(client(api, life, WithoutId.SKIP_REPLAYED, null)))
                .isEqualTo(SpecParser.events(api.answer(null)));
    }

    @Property
    void an_api_that_never_repeats_loses_only_what_was_cut_in_two(
            @ForAll @Size(max = 6) List<@IntRange(min = 0, max = 5) Integer> eventsPerConnection,
            @ForAll boolean cutInTwo,
            @ForAll("lives") Life life) {
        StreamClient client = StreamClient.with(WithoutId.SKIP_REPLAYED);
        List<String> expected = new ArrayList<>();
        int number = 0;
        for (int events : eventsPerConnection) {
            StringBuilder sent = new StringBuilder();
            for (int i = 0; i < events; i++) {
                sent.append(": beat\n\ndata: ").append(++number).append("\n\n");
                expected.add(String.valueOf(number));
            }
            sent.append(cutInTwo ? "data: " + ++number + "\n" : "");
            client.receive(StreamClient.bytes(sent.toString()), life.sizes()).reconnect();
        }
        assertThat(client.data()).isEqualTo(expected);
    }

    @Property
    void without_a_loss_every_byte_passes(
            @ForAll("mixed") List<ModelApi.Block> blocks, @ForAll String rest, @ForAll("lives") Life life) {
        StringBuilder stream = new StringBuilder();
        blocks.forEach(block -> stream.append(block.wire()));
        stream.append(rest);
        StreamClient client = StreamClient.with(WithoutId.END);
        client.receive(StreamClient.bytes(stream.toString()), life.sizes());
        assertThat(client.end(false)).isEqualTo(After.END);
        assertThat(client.got()).isEqualTo(StreamClient.bytes(stream.toString()));
    }

    // ---- streams

    @Provide
    Arbitrary<Life> lives() {
        return Combinators.combine(
                        Arbitraries.integers()
                                .between(1, 40)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(6),
                        Arbitraries.integers().between(0, 1000).list().ofMaxSize(5))
                .as(Life::new);
    }

    @Provide
    Arbitrary<ModelApi.Manner> manners() {
        return Arbitraries.of(ModelApi.Manner.AFTER, ModelApi.Manner.FROM);
    }

    /** Every block has its own id; comments and retry fields are inside the blocks; one kind of line end. */
    @Provide
    Arbitrary<List<ModelApi.Block>> withIds() {
        return Combinators.combine(shapes(false), Arbitraries.of("\n", "\r", "\r\n"))
                .as((shapes, end) -> written(shapes, List.of(new Ends(end, end)), index -> true));
    }

    @Provide
    Arbitrary<List<ModelApi.Block>> withoutIds() {
        return Combinators.combine(shapes(true), ends().list().ofMinSize(1).ofMaxSize(4))
                .as((shapes, ends) -> written(shapes, ends, index -> false));
    }

    /** Some have ids, some not; comments between; any line ends. */
    @Provide
    Arbitrary<List<ModelApi.Block>> mixed() {
        return Combinators.combine(
                        shapes(true),
                        ends().list().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.of(true, false).list().ofSize(8))
                .as((shapes, ends, ids) -> written(shapes, ends, index -> ids.get(index % ids.size())));
    }

    private static Arbitrary<Ends> ends() {
        // A line that ends with CR and an empty one of LF would be one line end.
        return Arbitraries.of(
                new Ends("\n", "\n"),
                new Ends("\r", "\r"),
                new Ends("\r\n", "\r\n"),
                new Ends("\n", "\r\n"),
                new Ends("\n", "\r"),
                new Ends("\r\n", "\n"),
                new Ends("\r\n", "\r"),
                new Ends("\r", "\r\n"));
    }

    private static Arbitrary<List<Shape>> shapes(boolean standaloneComments) {
        Arbitrary<String> extra =
                Arbitraries.of(": note", ":", "retry: 100", "unknown", "event: a", "event: b", "data: y");
        Arbitrary<Shape> event = Combinators.combine(
                        Arbitraries.of("data: x", "data: x", "data", "data: é"),
                        extra.list().ofMaxSize(3),
                        Arbitraries.of(true, false))
                .as((data, extras, first) -> {
                    List<String> lines = new ArrayList<>(extras);
                    lines.add(first ? 0 : lines.size(), data);
                    return new Shape(lines);
                });
        Arbitrary<Shape> silent = Arbitraries.of(
                new Shape(List.of(": beat")),
                new Shape(List.of("retry: 5")),
                new Shape(List.of()),
                new Shape(List.of("event: a")));
        return (standaloneComments ? Arbitraries.frequencyOf(Tuple.of(4, event), Tuple.of(1, silent)) : event)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    private static List<ModelApi.Block> written(List<Shape> shapes, List<Ends> ends, IntPredicate hasId) {
        List<ModelApi.Block> blocks = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            Ends end = ends.get(i % ends.size());
            StringBuilder wire = new StringBuilder();
            shapes.get(i).lines().forEach(line -> wire.append(line).append(end.line()));
            boolean withId = hasId.test(i) && shapes.get(i).lines().stream().anyMatch(l -> l.startsWith("data"));
            if (withId) {
                wire.append("id: ").append(i).append(end.line());
            }
            blocks.add(new ModelApi.Block(wire + end.empty(), withId ? String.valueOf(i) : null));
        }
        return blocks;
    }
}
