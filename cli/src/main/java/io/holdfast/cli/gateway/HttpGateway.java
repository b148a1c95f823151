package io.holdfast.cli.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.cli.config.Durations;
import io.holdfast.cli.gateway.GatewayException.Kind;
import io.holdfast.cli.notice.Secret;
import io.holdfast.cli.run.Text;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A gateway over HTTP: {@code /actuator/replicas} of its management port. */
public final class HttpGateway implements Gateway {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int WORDS = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final Optional<Secret> token;
    private final HttpClient client;

    /**
     * @param url of the management port, without a slash at its end
     * @param token {@code holdfast.admin.token}, where the gateway has one
     */
    public HttpGateway(URI url, Optional<Secret> token) {
        this.url = url;
        this.token = token;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    @Override
    public String name() {
        return url.toString();
    }

    @Override
    public Listing list() throws GatewayException {
        JsonNode body = ask(HttpRequest.newBuilder(uri("/actuator/replicas"))
                .timeout(PATIENCE)
                .GET());
        if (!body.path("services").isArray()) {
            throw strange();
        }
        return Listing.of(body);
    }

    @Override
    public Answer drain(String service, String replica, Optional<Duration> wait, boolean force)
            throws GatewayException {
        ObjectNode order = JSON.createObjectNode().put("action", "drain");
        wait.ifPresent(longest -> order.put("wait", Durations.text(longest)));
        if (force) {
            order.put("force", true);
        }
        return tell(service, replica, order, wait.orElse(Duration.ZERO));
    }

    @Override
    public Answer undrain(String service, String replica) throws GatewayException {
        return tell(service, replica, JSON.createObjectNode().put("action", "undrain"), Duration.ZERO);
    }

    private Answer tell(String service, String replica, ObjectNode order, Duration wait) throws GatewayException {
        JsonNode body =
                ask(HttpRequest.newBuilder(uri("/actuator/replicas/" + segment(service) + "/" + segment(replica)))
                        .timeout(PATIENCE.plus(wait))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(order.toString())));
        if (!body.has("state")) {
            throw strange();
        }
        return new Answer(
                body.path("state").asText(),
                body.path("inFlight").asInt(),
                body.path("webSockets").asInt(),
                body.path("idle").asBoolean());
    }

    private URI uri(String path) {
        return URI.create(url + path);
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }

    private JsonNode ask(HttpRequest.Builder request) throws GatewayException {
        request.header("Accept", "application/json, application/problem+json");
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == OK) {
                return JSON.readTree(answer.body());
            }
            throw refused(answer.statusCode(), answer.body());
        } catch (JsonProcessingException notJson) {
            throw strange();
        } catch (GatewayException known) {
            throw known;
        } catch (IOException lost) {
            throw new GatewayException(Kind.AWAY, "gateway " + url + " cannot be reached: " + reason(lost), lost);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new GatewayException(Kind.AWAY, "gateway " + url + ": interrupted", stopped);
        }
    }

    private static String reason(IOException lost) {
        if (lost instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        String message = lost.getMessage();
        return lost instanceof ConnectException && message == null
                ? "connection refused"
                : message == null ? lost.getClass().getSimpleName() : message;
    }

    private GatewayException refused(int status, String body) {
        String detail = detail(body);
        return switch (status) {
            case 401 ->
                new GatewayException(
                        Kind.FORBIDDEN,
                        "gateway " + url + (token.isPresent() ? " does not take this token" : " wants a token")
                                + " (expected: holdfast.admin.token in HOLDFAST_ADMIN_TOKEN or gateway.token-file)",
                        null);
            case 403 -> new GatewayException(Kind.FORBIDDEN, "gateway " + url + ": " + detail, null);
            case 404 ->
                detail.isEmpty()
                        ? strange()
                        : new GatewayException(Kind.UNKNOWN, "gateway " + url + ": " + detail, null);
            case 409 -> new GatewayException(Kind.REFUSED, "gateway " + url + ": " + detail, null);
            default ->
                new GatewayException(
                        Kind.FAILED,
                        "gateway " + url + ": status " + status + (detail.isEmpty() ? "" : ", " + detail),
                        null);
        };
    }

    /** What a problem body (RFC 9457) says; empty for any other. */
    private static String detail(String body) {
        try {
            return Text.line(JSON.readTree(body).path("detail").asText(""), WORDS);
        } catch (JsonProcessingException notJson) {
            return "";
        }
    }

    private GatewayException strange() {
        return new GatewayException(
                Kind.FAILED, url + " does not answer like the management port of a Holdfast gateway", null);
    }
}
