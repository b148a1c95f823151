package io.holdfast.gateway.websocket;

import io.holdfast.gateway.config.Problems;
import io.holdfast.gateway.websocket.WebSocketSettings.OnLoss;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code holdfast.services.<name>.websocket}.
 *
 * @param onLoss what becomes of a client whose replica is lost; without it: reattach, but close for sub-protocols that are
 *     known to keep state per connection
 * @param replay what of the client's messages is sent again to the next replica
 * @param replayPattern a regular expression: text messages that it finds are sent again too
 * @param reattachTimeout how long a client is kept without a replica
 * @param buffer what is kept of the client's messages meanwhile
 * @param maxFrame longest message
 * @param keepAlive between pings on an idle socket; a peer that answers none for as long again is dead
 * @param origins allowed {@code Origin}s; empty: any
 * @param answerPing the client's own keep-alive that is answered while no replica is attached, or null
 * @param notice texts that tell the client of a loss, or null
 */
public record WebSocketProperties(
        @Nullable OnLoss onLoss,
        @DefaultValue("none") Replay replay,
        @Nullable String replayPattern,
        @DefaultValue("10s") Duration reattachTimeout,
        @DefaultValue("1MB") DataSize buffer,
        @DefaultValue("1MB") DataSize maxFrame,
        @DefaultValue("20s") Duration keepAlive,
        @DefaultValue List<String> origins,
        @Nullable AnswerPing answerPing,
        @Nullable Notice notice) {

    private static final DataSize MOST = DataSize.ofGigabytes(1);
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#\\s]+");

    /** What of the client's messages is sent again. */
    public enum Replay {
        /** Nothing. */
        NONE,
        /** Those before the replica's first answer, and those that {@code replay-pattern} finds. */
        OPENING
    }

    /**
     * The client's own keep-alive.
     *
     * @param text what the client sends
     * @param with what it is answered
     */
    public record AnswerPing(
            @Nullable String text, @Nullable String with) {}

    /**
     * Texts sent to the client.
     *
     * @param lost when its replica was lost, or null
     * @param back when it is attached again, or null
     */
    public record Notice(@Nullable String lost, @Nullable String back) {}

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.pattern("replay-pattern", replayPattern);
        problems.expect(
                replayPattern == null || replay == Replay.OPENING,
                "replay-pattern",
                replayPattern,
                "only with replay: opening");
        problems.positive("reattach-timeout", reattachTimeout);
        problems.between("buffer", buffer, DataSize.ofBytes(1), MOST);
        problems.between("max-frame", maxFrame, DataSize.ofBytes(125), MOST);
        problems.positive("keep-alive", keepAlive);
        for (int i = 0; i < origins.size(); i++) {
            String origin = origins.get(i);
            problems.expect(
                    ORIGIN.matcher(origin).matches(),
                    "origins[" + i + "]",
                    origin,
                    "scheme, host and port such as https://app.example.com");
        }
        if (answerPing != null) {
            problems.at("answer-ping").expect(answerPing.text() != null, "text", null, "what the client sends");
            problems.at("answer-ping").expect(answerPing.with() != null, "with", null, "what it is answered");
        }
    }

    /** What the sockets are told. */
    public WebSocketSettings settings() {
        return new WebSocketSettings(
                onLoss == null ? OnLoss.BY_PROTOCOL : onLoss,
                replay == Replay.OPENING,
                replayPattern == null ? null : Pattern.compile(replayPattern),
                reattachTimeout.toNanos(),
                (int) buffer.toBytes(),
                (int) maxFrame.toBytes(),
                keepAlive.toNanos(),
                Set.copyOf(origins),
                answerPing == null ? null : answerPing.text(),
                answerPing == null ? null : answerPing.with(),
                notice == null ? null : notice.lost(),
                notice == null ? null : notice.back());
    }
}
