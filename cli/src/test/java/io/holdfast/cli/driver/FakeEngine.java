package io.holdfast.cli.driver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Docker Engine over a unix socket, as far as this project asks it: version, list, inspect, start, stop, restart, remove,
 * log, events with their past. It tells the events of an engine in its order, and its socket can go and come back.
 */
public final class FakeEngine implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEPT_EVENTS = 256;

    private final Path socket;
    private final Map<String, FakeContainer> containers = new LinkedHashMap<>();
    private final List<ObjectNode> events = new ArrayList<>();
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private @Nullable ServerSocketChannel listening;
    private String newest = "1.47";
    private String oldest = "1.24";
    private volatile CountDownLatch held = new CountDownLatch(0);
    private long lastNanos;
    private int made;

    public FakeEngine(Path socket) throws IOException {
        this.socket = socket;
        open();
    }

    public String host() {
        return "unix://" + socket;
    }

    /** The requests so far: method and path with the version, without the query. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many follow the events. */
    public int followers() {
        return streams.size();
    }

    public synchronized FakeEngine speaks(String from, String to) {
        oldest = from;
        newest = to;
        return this;
    }

    /** The socket appears. */
    public void open() throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        opened.bind(UnixDomainSocketAddress.of(socket));
        listening = opened;
        daemon(() -> accept(opened));
    }

    /** The socket goes, and every connection with it. */
    public void vanish() throws IOException {
        ServerSocketChannel open = listening;
        if (open != null) {
            open.close();
        }
        Files.deleteIfExists(socket);
        for (SocketChannel connection : connections) {
            connection.close();
        }
        connections.clear();
        streams.clear();
    }

    @Override
    public void close() throws IOException {
        vanish();
    }

    private void accept(ServerSocketChannel server) {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                daemon(() -> serve(connection));
            }
        } catch (IOException closed) {
            // It vanished.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "fake-engine");
        thread.setDaemon(true);
        thread.start();
    }

    // What a test does to containers.

    public synchronized void run(String name, String service) {
        run(name, Map.of("holdfast.service", service));
    }

    /** As above, by its labels; one made anew has another id and another address. */
    public synchronized void run(String name, Map<String, String> labels) {
        made++;
        FakeContainer container = new FakeContainer(String.format("%064x", made), name, "172.17.0." + (made + 1));
        container.labels.putAll(labels);
        containers.put(name, container);
        tell(container, "start", Map.of());
    }

    /** Whether there is such a container, running or not. */
    public synchronized boolean has(String name) {
        return containers.containsKey(name);
    }

    public synchronized void label(String name, String label, String value) {
        of(name).labels.put(label, value);
    }

    public synchronized void policy(String name, String policy) {
        of(name).policy = policy;
    }

    public synchronized void remove(String name) {
        tell(of(name), "destroy", Map.of());
        containers.remove(name);
    }

    public synchronized void turnUnhealthy(String name, String output) {
        FakeContainer container = of(name);
        container.health = "unhealthy";
        container.output = output;
        tell(container, "health_status: unhealthy", Map.of());
    }

    public synchronized void turnHealthy(String name) {
        of(name).health = "healthy";
        tell(of(name), "health_status: healthy", Map.of());
    }

    /** It ends by itself. */
    public synchronized void crash(String name, int exitCode) {
        die(of(name), exitCode);
    }

    public synchronized void killForMemory(String name) {
        tell(of(name), "oom", Map.of());
        of(name).outOfMemory = true;
        die(of(name), 137);
    }

    /** As {@code docker stop}. */
    public synchronized void stop(String name) {
        FakeContainer container = of(name);
        tell(container, "kill", Map.of("signal", "15"));
        die(container, 143);
        tell(container, "stop", Map.of());
    }

    /** As {@code docker start}. */
    public synchronized void start(String name) {
        begin(of(name));
    }

    public synchronized void pause(String name) {
        of(name).status = "paused";
        tell(of(name), "pause", Map.of());
    }

    /** What a restart is refused with; empty: it is not. */
    public synchronized void refuseRestart(String name, String message) {
        of(name).refusal = message;
    }

    /** Restarts are begun and not answered until this is counted down. */
    public CountDownLatch holdRestarts() {
        CountDownLatch go = new CountDownLatch(1);
        held = go;
        return go;
    }

    /** Its health once started again. */
    public synchronized void afterStart(String name, String health) {
        of(name).next = health;
    }

    public synchronized int restarts(String name) {
        return of(name).restarts;
    }

    private FakeContainer of(String name) {
        FakeContainer container = containers.get(name);
        if (container == null) {
            throw new IllegalArgumentException(name);
        }
        return container;
    }

    private void die(FakeContainer container, int exitCode) {
        container.status = "exited";
        container.exitCode = exitCode;
        container.finishedAt = Instant.now().toString();
        tell(container, "die", Map.of("exitCode", Integer.toString(exitCode)));
    }

    private void begin(FakeContainer container) {
        container.status = "running";
        container.startedAt = Instant.now().toString();
        container.exitCode = 0;
        container.outOfMemory = false;
        container.health = container.next;
        tell(container, "start", Map.of());
    }

    private void tell(FakeContainer container, String action, Map<String, String> more) {
        Instant now = Instant.now();
        lastNanos = Math.max(lastNanos + 1, now.getEpochSecond() * 1_000_000_000 + now.getNano());
        ObjectNode event = JSON.createObjectNode();
        event.put("status", action);
        event.put("id", container.id);
        event.put("Type", "container");
        event.put("Action", action);
        ObjectNode actor = event.putObject("Actor");
        actor.put("ID", container.id);
        ObjectNode attributes = actor.putObject("Attributes");
        container.labels.forEach(attributes::put);
        more.forEach(attributes::put);
        attributes.put("name", container.name);
        event.put("scope", "local");
        event.put("time", lastNanos / 1_000_000_000);
        event.put("timeNano", lastNanos);
        events.add(event);
        if (events.size() > KEPT_EVENTS) {
            events.remove(0);
        }
        streams.removeIf(stream -> !stream.send(event));
    }

    // HTTP.

    private void serve(SocketChannel connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
            OutputStream out = new Writing(connection);
            while (true) {
                String line = line(in);
                if (line.isEmpty()) {
                    return;
                }
                Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    headers.put(
                            header.substring(0, header.indexOf(':')),
                            header.substring(header.indexOf(':') + 1).strip());
                }
                in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
                String[] words = line.split(" ");
                answer(words[0], URI.create(words[1]), out);
            }
        } catch (IOException gone) {
            // The client left, or the engine vanished.
        }
    }

    /** Not the JDK's: there a write waits while another thread reads the same connection. */
    private static final class Writing extends OutputStream {

        private final SocketChannel connection;

        Writing(SocketChannel connection) {
            this.connection = connection;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                connection.write(buffer);
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void answer(String method, URI target, OutputStream out) throws IOException {
        requests.add(method + " " + target.getPath());
        String path = target.getPath();
        if (path.equals("/version")) {
            send(out, 200, version());
            return;
        }
        if (!path.matches("/v\\d+\\.\\d+/.*")) {
            send(out, 400, message("this test expects a version in the path"));
            return;
        }
        String version = path.substring(2, path.indexOf('/', 1));
        if (minor(version) > minor(newest)) {
            send(
                    out,
                    400,
                    message("client version " + version + " is too new. Maximum supported API version is " + newest));
            return;
        }
        if (minor(version) < minor(oldest)) {
            send(
                    out,
                    400,
                    message("client version " + version + " is too old. Minimum supported API version is " + oldest));
            return;
        }
        String rest = path.substring(path.indexOf('/', 1));
        if (rest.equals("/events")) {
            stream(out, query(target));
        } else if (rest.equals("/containers/json")) {
            send(out, 200, list());
        } else {
            container(method, rest.split("/"), out);
        }
    }

    private static int minor(String version) {
        return Integer.parseInt(version.substring(version.indexOf('.') + 1));
    }

    private synchronized ObjectNode version() {
        return JSON.createObjectNode()
                .put("Version", "27.0.0")
                .put("ApiVersion", newest)
                .put("MinAPIVersion", oldest)
                .put("Os", "linux");
    }

    private synchronized ArrayNode list() {
        ArrayNode all = JSON.createArrayNode();
        containers.values().forEach(container -> all.add(container.summary()));
        return all;
    }

    private void container(String method, String[] parts, OutputStream out) throws IOException {
        ObjectNode answer;
        int status;
        if (parts[parts.length - 1].equals("restart")) {
            awaitHeld();
        }
        synchronized (this) {
            FakeContainer found = containers.values().stream()
                    .filter(one -> parts.length > 2 && one.id.equals(parts[2]))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                answer = message("No such container: " + (parts.length > 2 ? parts[2] : ""));
                status = 404;
            } else if (method.equals("DELETE")) {
                remove(found.name);
                answer = JSON.createObjectNode();
                status = 204;
            } else if (method.equals("GET") && parts[3].equals("logs")) {
                log(found, out);
                return;
            } else if (method.equals("GET") && parts[3].equals("json")) {
                answer = found.inspection();
                status = 200;
            } else if (method.equals("POST") && parts[3].equals("restart")) {
                status = restart(found);
                answer = status == 204 ? JSON.createObjectNode() : message(found.refusal);
            } else if (method.equals("POST") && parts[3].equals("stop")) {
                status = stop(found);
                answer = JSON.createObjectNode();
            } else if (method.equals("POST") && parts[3].equals("start")) {
                status = start(found);
                answer = JSON.createObjectNode();
            } else {
                answer = message("this engine cannot " + method + " " + parts[3]);
                status = 501;
            }
        }
        send(out, status, answer);
    }

    private void awaitHeld() throws IOException {
        try {
            held.await();
        } catch (InterruptedException ended) {
            throw new IOException(ended);
        }
    }

    private int stop(FakeContainer container) {
        if (!container.status.equals("running")) {
            return 304;
        }
        stop(container.name);
        return 204;
    }

    private int start(FakeContainer container) {
        if (container.status.equals("running")) {
            return 304;
        }
        begin(container);
        return 204;
    }

    /** One frame of standard output: a header of 8 bytes, the last four of them the length. */
    private static void log(FakeContainer container, OutputStream out) throws IOException {
        byte[] text = ("serving as " + container.name + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[8 + text.length];
        frame[0] = 1;
        frame[7] = (byte) text.length;
        System.arraycopy(text, 0, frame, 8, text.length);
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\nContent-Length: "
                        + frame.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(frame);
        out.flush();
    }

    /** As the engine does it: stop, then start; a start that fails leaves it stopped. */
    private int restart(FakeContainer container) {
        container.restarts++;
        if (container.status.equals("running")) {
            tell(container, "kill", Map.of("signal", "15"));
            die(container, 143);
            tell(container, "stop", Map.of());
        }
        if (!container.refusal.isEmpty()) {
            return 500;
        }
        begin(container);
        tell(container, "restart", Map.of());
        return 204;
    }

    private static ObjectNode message(String text) {
        return JSON.createObjectNode().put("message", text);
    }

    private static void send(OutputStream out, int status, Object body) throws IOException {
        boolean empty = status == 204 || status == 304;
        byte[] bytes = empty ? new byte[0] : JSON.writeValueAsBytes(body);
        out.write(("HTTP/1.1 " + status + " Fake\r\nContent-Type: application/json\r\n"
                        + (empty ? "" : "Content-Length: " + bytes.length + "\r\n") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
    }

    private static Map<String, String> query(URI target) {
        Map<String, String> query = new TreeMap<>();
        String raw = target.getRawQuery() == null ? "" : target.getRawQuery();
        for (String pair : raw.split("&")) {
            int at = pair.indexOf('=');
            if (at > 0) {
                query.put(pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private synchronized void stream(OutputStream out, Map<String, String> query) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        Stream stream = new Stream(out, query.getOrDefault("filters", ""));
        String since = query.get("since");
        if (since != null) {
            String[] parts = since.split("\\.");
            long from = Long.parseLong(parts[0]) * 1_000_000_000 + (parts.length > 1 ? Long.parseLong(parts[1]) : 0);
            events.stream()
                    .filter(event -> event.path("timeNano").asLong() >= from)
                    .forEach((Consumer<ObjectNode>) stream::send);
        }
        streams.add(stream);
    }

    /** A client that follows. */
    private record Stream(OutputStream out, String filters) {

        boolean send(ObjectNode event) {
            String action = event.path("Action").asText();
            String word = action.contains(":") ? action.substring(0, action.indexOf(':')) : action;
            if (!filters.isEmpty() && !filters.contains("\"" + word + "\"")) {
                return true;
            }
            try {
                byte[] bytes = (event + "\n").getBytes(StandardCharsets.UTF_8);
                out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                return true;
            } catch (IOException gone) {
                return false;
            }
        }
    }
}
