package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.exchange.Continuation.After;
import io.holdfast.gateway.exchange.Continuation.Judgement;
import io.holdfast.gateway.stream.DownloadRule.Resumable;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadPositionTest {

    private static final String OLD = "Wed, 24 Nov 2026 08:00:00 GMT";
    private static final String NOW = "Wed, 24 Nov 2026 09:00:00 GMT";

    /** A head that is built by changing one that can be resumed. */
    private record Head(int status, Map<String, String> headers) {

        static Head whole() {
            return new Head(200, Map.of("content-length", "1000", "etag", "\"v1\"", "date", NOW));
        }

        static Head part(String range, int length) {
            return whole().status(206)
                    .with("content-range", "bytes " + range)
                    .with("content-length", String.valueOf(length));
        }

        Head with(String name, String value) {
            Map<String, String> changed = new HashMap<>(headers);
            changed.put(name, value);
            return new Head(status, changed);
        }

        Head without(String name) {
            Map<String, String> changed = new HashMap<>(headers);
            changed.remove(name);
            return new Head(status, changed);
        }

        Head status(int other) {
            return new Head(other, headers);
        }

        AnswerHead answer() {
            return AnswerHead.of(status, headers::get);
        }

        Resumable check() {
            return DownloadRule.check("GET", answer());
        }

        DownloadPosition position() {
            DownloadPosition position = DownloadPosition.of("GET", answer());
            assertThat(position).isNotNull();
            return position;
        }
    }

    private static Head dated() {
        return Head.whole().without("etag").with("last-modified", OLD);
    }

    // ---- which answers

    @Test
    void a_whole_or_a_part_with_a_strong_validator_can_go_on() {
        assertThat(Head.whole().check()).isEqualTo(Resumable.YES);
        assertThat(Head.part("100-199/1000", 100).check()).isEqualTo(Resumable.YES);
        assertThat(Head.whole().with("content-encoding", "identity").check()).isEqualTo(Resumable.YES);
    }

    @Test
    void only_get() {
        assertThat(DownloadRule.check("POST", Head.whole().answer())).isEqualTo(Resumable.NOT_GET);
        assertThat(DownloadPosition.of("POST", Head.whole().answer())).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 203, 404, 416, 500})
    void only_200_and_206(int status) {
        assertThat(Head.whole().status(status).check()).isEqualTo(Resumable.STATUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+5", "1,2", "99999999999999999999"})
    void only_a_length_that_is_a_number(String length) {
        assertThat(Head.whole().with("content-length", length).check()).isEqualTo(Resumable.LENGTH);
    }

    @Test
    void only_a_known_length() {
        assertThat(Head.whole().without("content-length").check()).isEqualTo(Resumable.LENGTH);
        assertThat(Head.part("0-99/1000", 50).check()).isEqualTo(Resumable.LENGTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "br, identity"})
    void no_coded_content(String coding) {
        assertThat(Head.whole().with("content-encoding", coding).check()).isEqualTo(Resumable.ENCODED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes */1000",
                "items 0-99/1000",
                "bytes 5-4/1000",
                "bytes 0-1000/1000",
                "bytes 0-99",
                "0-99/1000",
                "bytes -99/1000"
            })
    void no_part_without_a_sound_range(String range) {
        assertThat(Head.part("0-99/1000", 100).with("content-range", range).check())
                .isEqualTo(Resumable.RANGES);
    }

    @Test
    void no_several_parts_and_no_replica_that_knows_no_ranges() {
        assertThat(Head.part("0-99/1000", 100)
                        .with("content-type", "Multipart/Byteranges; boundary=x")
                        .check())
                .isEqualTo(Resumable.RANGES);
        assertThat(Head.part("0-99/1000", 100).without("content-range").check()).isEqualTo(Resumable.RANGES);
        assertThat(Head.whole().with("accept-ranges", "none").check()).isEqualTo(Resumable.RANGES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"v1\"", "v1", "\"v1", "\"", "\"a\"b\""})
    void no_weak_or_broken_etag(String etag) {
        assertThat(Head.whole().with("etag", etag).check()).isEqualTo(Resumable.VALIDATOR);
    }

    @ParameterizedTest
    @CsvSource({"60, YES", "59, VALIDATOR", "0, VALIDATOR", "-60, VALIDATOR"})
    void a_last_modified_counts_when_it_is_a_minute_older_than_the_answer(int age, Resumable expected) {
        int second = 3600 + 120 - age;
        String modified =
                String.format("Wed, 24 Nov 2026 %02d:%02d:%02d GMT", 8 + second / 3600, second / 60 % 60, second % 60);
        String date = "Wed, 24 Nov 2026 09:02:00 GMT";
        assertThat(dated().with("last-modified", modified).with("date", date).check())
                .isEqualTo(expected);
    }

    @Test
    void a_last_modified_counts_only_beside_a_date() {
        assertThat(dated().without("date").check()).isEqualTo(Resumable.VALIDATOR);
        assertThat(dated().with("date", "soon").check()).isEqualTo(Resumable.VALIDATOR);
        assertThat(dated().with("last-modified", "yesterday").check()).isEqualTo(Resumable.VALIDATOR);
    }

    // ---- what is asked for

    @Test
    void asks_for_the_rest_of_a_whole() {
        DownloadPosition position = Head.whole().position();
        assertThat(position.passed(400)).isEqualTo(400);
        assertThat(position.passed(1)).isEqualTo(1);
        assertThat(position.position()).isEqualTo(401);
        assertThat(position.ask()).isEqualTo(new DownloadPosition.Ask("bytes=401-", "\"v1\""));
    }

    @Test
    void asks_for_the_rest_of_a_part_up_to_its_end() {
        DownloadPosition position = Head.part("100-199/1000", 100).position();
        position.passed(30);
        assertThat(position.ask()).isEqualTo(new DownloadPosition.Ask("bytes=130-199", "\"v1\""));
    }

    @Test
    void a_suffix_is_where_the_answer_says_it_is() {
        DownloadPosition position = Head.part("900-999/1000", 100).position(); // bytes=-100
        position.passed(99);
        assertThat(position.ask().range()).isEqualTo("bytes=999-999");
    }

    @Test
    void asks_by_date_in_the_replica_s_own_words() {
        assertThat(dated().with("last-modified", " " + OLD).position().ask().ifRange())
                .isEqualTo(OLD);
    }

    @Test
    void counts_beyond_two_gigabytes() {
        DownloadPosition position =
                Head.whole().with("content-length", "9000000000").position();
        for (int i = 0; i < 4; i++) {
            assertThat(position.passed(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        }
        assertThat(position.lost()).isEqualTo(After.RESUME);
        assertThat(position.ask().range()).isEqualTo("bytes=8589934588-");
        assertThat(position.passed(Integer.MAX_VALUE)).isEqualTo(410065412);
        assertThat(position.lost()).isEqualTo(After.END);
    }

    @Test
    void a_loss_behind_the_last_byte_is_an_end() {
        DownloadPosition position = Head.part("100-199/1000", 100).position();
        position.passed(99);
        assertThat(position.lost()).isEqualTo(After.RESUME);
        position.passed(1);
        assertThat(position.lost()).isEqualTo(After.END);
        assertThat(Head.whole().with("content-length", "0").position().lost()).isEqualTo(After.END);
    }

    // ---- what is the rest

    private static Judgement judge(Head first, int passed, Head rest) {
        DownloadPosition position = first.position();
        position.passed(passed);
        return position.judge(rest.answer());
    }

    @Test
    void the_rest_is_the_rest() {
        assertThat(judge(Head.whole(), 400, Head.part("400-999/1000", 600))).isEqualTo(Judgement.CONTINUE);
        assertThat(judge(Head.part("100-199/1000", 100), 30, Head.part("130-199/1000", 70)))
                .isEqualTo(Judgement.CONTINUE);
        assertThat(judge(Head.whole(), 0, Head.part("0-999/1000", 1000))).isEqualTo(Judgement.CONTINUE);
        assertThat(judge(Head.whole(), 400, Head.part("400-999/1000", 600).without("content-length")))
                .isEqualTo(Judgement.CONTINUE);
        assertThat(judge(Head.part("100-199/*", 100), 30, Head.part("130-199/*", 70)))
                .isEqualTo(Judgement.CONTINUE);
    }

    @ParameterizedTest
    @CsvSource({
        "401-999/1000, 599",
        "399-999/1000, 601",
        "400-998/1000, 599",
        "400-1000/1001, 601",
        "400-999/1001, 600",
        "400-999/*, 600",
        "0-999/1000, 1000",
        "400-999/1000, 599"
    })
    void another_place_another_end_or_another_length_is_not(String range, int length) {
        assertThat(judge(Head.whole(), 400, Head.part(range, length))).isEqualTo(Judgement.CUT);
    }

    @Test
    void another_version_is_not() {
        Head rest = Head.part("400-999/1000", 600);
        assertThat(judge(Head.whole(), 400, rest.with("etag", "\"v2\""))).isEqualTo(Judgement.CUT);
        assertThat(judge(Head.whole(), 400, rest.with("etag", "W/\"v1\""))).isEqualTo(Judgement.CUT);
        assertThat(judge(Head.whole(), 400, rest.without("etag"))).isEqualTo(Judgement.CUT);
        assertThat(judge(dated(), 400, rest.without("etag").with("last-modified", OLD)))
                .isEqualTo(Judgement.CONTINUE);
        assertThat(judge(dated(), 400, rest.without("etag").with("last-modified", NOW)))
                .isEqualTo(Judgement.CUT);
        assertThat(judge(dated(), 400, rest.without("etag"))).isEqualTo(Judgement.CUT);
        assertThat(judge(dated(), 400, rest.with("last-modified", OLD))).isEqualTo(Judgement.CUT);
    }

    @Test
    void a_weak_etag_beside_an_old_date_must_not_change_either() {
        Head weak = dated().with("etag", "W/\"a\"");
        Head rest = Head.part("400-999/1000", 600).with("last-modified", OLD);
        assertThat(weak.position().ask().ifRange()).isEqualTo(OLD);
        assertThat(judge(weak, 400, rest.with("etag", "W/\"a\""))).isEqualTo(Judgement.CONTINUE);
        assertThat(judge(weak, 400, rest.with("etag", "W/\"b\""))).isEqualTo(Judgement.CUT);
    }

    @Test
    void coded_content_and_several_parts_are_not() {
        Head rest = Head.part("400-999/1000", 600);
        assertThat(judge(Head.whole(), 400, rest.with("content-encoding", "gzip")))
                .isEqualTo(Judgement.CUT);
        assertThat(judge(Head.whole(), 400, rest.with("content-type", "multipart/byteranges; boundary=x")))
                .isEqualTo(Judgement.CUT);
        assertThat(judge(Head.whole(), 400, rest.without("content-range"))).isEqualTo(Judgement.CUT);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void a_replica_that_cannot_now_leaves_it_to_another(int status) {
        assertThat(judge(Head.whole(), 400, Head.whole().status(status))).isEqualTo(Judgement.TRY_OTHER);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 304, 403, 404, 412, 416, 500})
    void any_other_answer_cuts(int status) {
        assertThat(judge(Head.whole(), 400, Head.part("400-999/1000", 600).status(status)))
                .isEqualTo(Judgement.CUT);
    }
}
