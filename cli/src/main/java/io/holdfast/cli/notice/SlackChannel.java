package io.holdfast.cli.notice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;

/** A Slack incoming webhook: a line, and the rest as an attachment in the colour of its severity. */
final class SlackChannel implements Channel {

    private final String name;
    private final URI url;
    private final WebPost post;

    SlackChannel(String name, URI url, WebPost post) {
        this.name = name;
        this.url = url;
        this.post = post;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String target() {
        return "Slack webhook at " + url.getHost();
    }

    @Override
    public Delivery deliver(Notice notice) {
        return post.send(url, Map.of(), NoticeJson.bytes(message(notice)));
    }

    static ObjectNode message(Notice notice) {
        String title = escaped(NoticeText.title(notice));
        String rest = escaped(String.join("\n", NoticeText.lines(notice)));
        ObjectNode message = NoticeJson.object();
        message.put("text", title);
        message.putArray("attachments")
                .addObject()
                .put("color", colour(notice.kind().severity()))
                .put("fallback", title)
                .put("text", rest);
        return message;
    }

    private static String colour(Notice.Severity severity) {
        return switch (severity) {
            case INFO -> "good";
            case WARNING -> "warning";
            case CRITICAL -> "danger";
        };
    }

    /** The three characters that Slack gives a meaning: what a container prints must not ping a channel. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
