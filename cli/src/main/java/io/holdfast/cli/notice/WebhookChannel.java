package io.holdfast.cli.notice;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A webhook: the notice as JSON, signed where there is a secret. */
final class WebhookChannel implements Channel {

    private final String name;
    private final URI url;
    private final Optional<Secret> secret;
    private final WebPost post;
    private final Clock clock;

    WebhookChannel(String name, URI url, Optional<Secret> secret, WebPost post, Clock clock) {
        this.name = name;
        this.url = url;
        this.secret = secret;
        this.post = post;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    /** Path and query may hold a token. */
    @Override
    public String target() {
        return "webhook at " + url.getHost();
    }

    @Override
    public Delivery deliver(Notice notice) {
        byte[] body = NoticeJson.bytes(NoticeJson.tree(notice));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", notice.id());
        long timestamp = clock.instant().getEpochSecond();
        headers.put(Signature.TIMESTAMP_HEADER, Long.toString(timestamp));
        secret.ifPresent(key -> headers.put(Signature.HEADER, Signature.of(key, timestamp, body)));
        return post.send(url, headers, body);
    }
}
