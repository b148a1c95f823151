package io.holdfast.stub.testing;

import io.holdfast.stub.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Ordinary HTTP calls of a test. */
public final class Calls {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private Calls() {}

    public static HttpResponse<String> get(int port, String target, String... headers) throws Exception {
        return call(port, "GET", target, "", headers);
    }

    public static HttpResponse<String> call(int port, String method, String target, String body, String... headers)
            throws IOException, InterruptedException {
        return CLIENT.send(request(port, method, target, body, headers), BodyHandlers.ofString());
    }

    public static HttpRequest request(int port, String method, String target, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    public static HttpClient client() {
        return CLIENT;
    }

    /** Sets faults; the answer shows all of them. */
    public static Map<String, Object> fault(int port, String json) throws Exception {
        HttpResponse<String> answer = call(port, "PUT", "/faults", json);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return json(answer);
    }

    public static Map<String, Object> json(HttpResponse<String> answer) {
        return Json.object(answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
