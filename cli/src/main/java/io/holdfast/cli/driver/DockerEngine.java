package io.holdfast.cli.driver;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.run.Text;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to one Docker Engine: agrees on the API version on first use and again after the engine was away, bounds every
 * call in time, and tells an engine that is away from one that refuses.
 */
final class DockerEngine implements AutoCloseable {

    /** How long a question may take; stops and restarts take their grace on top. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DefaultDockerClientConfig.Builder settings;
    private final URI host;
    private final Duration patience;

    /** A hung engine is left by interrupting: a unix socket of the JDK knows no read timeout. */
    private final ExecutorService callers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "docker-call");
        thread.setDaemon(true);
        return thread;
    });

    /** Empty until the version is agreed on. No lock is held while it is: a silent engine must not hold up who gives up. */
    private final AtomicReference<@Nullable DockerClient> client = new AtomicReference<>();

    private final Set<DockerClient> negotiating = ConcurrentHashMap.newKeySet();

    DockerEngine(Optional<String> host) throws DriverException {
        this(host, PATIENCE);
    }

    DockerEngine(Optional<String> host, Duration patience) throws DriverException {
        this.patience = patience;
        settings = DefaultDockerClientConfig.createDefaultConfigBuilder();
        host.ifPresent(settings::withDockerHost);
        try {
            this.host = settings.build().getDockerHost();
        } catch (RuntimeException wrong) {
            throw new DriverException(Kind.UNSUPPORTED, "Docker host: " + wrong.getMessage(), wrong);
        }
        String scheme = String.valueOf(this.host.getScheme());
        if (!scheme.equals("unix") && !scheme.equals("tcp")) {
            throw new DriverException(
                    Kind.UNSUPPORTED, "Docker host: " + this.host + " (expected: unix:///path or tcp://host:port)");
        }
    }

    URI host() {
        return host;
    }

    /** Asks a question. */
    <T> T ask(String what, Function<DockerClient, T> question) throws DriverException {
        return ask(what, patience, question);
    }

    /** Asks a question that may take this long. */
    <T> T ask(String what, Duration longest, Function<DockerClient, T> question) throws DriverException {
        return bounded(what, longest, () -> question.apply(client()));
    }

    /** The client, at the agreed version. */
    private DockerClient client() throws DriverException {
        DockerClient known = client.get();
        while (known == null) {
            DockerClient made = open(negotiate());
            if (client.compareAndSet(null, made)) {
                return made;
            }
            closeAside(made); // another thread was faster
            known = client.get();
        }
        return known;
    }

    private String negotiate() throws DriverException {
        DockerClient plain = open("");
        negotiating.add(plain);
        try {
            Version version = plain.versionCmd().exec();
            ApiVersion newest = ApiVersion.parse(String.valueOf(version.getApiVersion()))
                    .orElseThrow(
                            () -> new DriverException(Kind.FAILED, host + " does not answer like a Docker Engine"));
            ApiVersion oldest = Optional.ofNullable(version.getMinAPIVersion())
                    .flatMap(ApiVersion::parse)
                    .orElse(ApiVersion.OLDEST);
            return ApiVersion.agree(newest, oldest).toString();
        } finally {
            negotiating.remove(plain);
            closeQuietly(plain);
        }
    }

    private DockerClient open(String version) {
        DockerClientConfig config = settings.withApiVersion(version).build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .connectionTimeout(Duration.ofSeconds(5))
                        .build());
    }

    private <T> T bounded(String what, Duration longest, Call<T> call) throws DriverException {
        Future<T> answer = callers.submit(call::run);
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw translated(what, failed.getCause());
        } catch (TimeoutException hung) {
            answer.cancel(true);
            forget();
            throw new DriverException(
                    Kind.AWAY, what + ": no answer from " + host + " within " + longest.toSeconds() + " s", hung);
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new DriverException(Kind.FAILED, what + ": interrupted", stopped);
        }
    }

    private DriverException translated(String what, Throwable cause) {
        if (cause instanceof DriverException known) {
            return known;
        }
        if (cause instanceof NotFoundException gone) {
            return new DriverException(Kind.NOT_FOUND, what + ": " + said(gone), gone);
        }
        if (cause instanceof DockerException refused) {
            return new DriverException(Kind.FAILED, what + ": " + said(refused), refused);
        }
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof IOException lost) {
                forget();
                return new DriverException(
                        Kind.AWAY,
                        "Docker Engine at " + host + " cannot be reached: " + SocketHint.of(host, lost),
                        cause);
            }
        }
        if (cause instanceof IllegalStateException
                && String.valueOf(cause.getMessage()).contains("shut down")) {
            // Another question on the same client was given up, and the client with it.
            return new DriverException(Kind.AWAY, what + ": no answer from " + host + " to another question", cause);
        }
        return new DriverException(Kind.FAILED, what + ": " + cause.getMessage(), cause);
    }

    /** An engine's own words: its error bodies are {@code {"message":"..."}}. */
    private static String said(DockerException error) {
        String text = String.valueOf(error.getMessage()).strip();
        int at = text.indexOf("{\"message\":\"");
        if (at >= 0 && text.endsWith("\"}")) {
            text = text.substring(at + 12, text.length() - 2);
        }
        return error instanceof NotModifiedException ? "nothing to change" : Text.line(text, 300);
    }

    /** After a loss the engine may come back as another version: agree anew. */
    private void forget() {
        DockerClient known = client.getAndSet(null);
        if (known != null) {
            closeAside(known);
        }
        negotiating.forEach(DockerEngine::closeAside);
    }

    @Override
    public void close() {
        forget();
        callers.shutdownNow();
    }

    /** A close may wait for a call that hangs; nobody waits for the close. */
    private static void closeAside(DockerClient client) {
        Thread closer = new Thread(() -> closeQuietly(client), "docker-close");
        closer.setDaemon(true);
        closer.start();
    }

    private static void closeQuietly(DockerClient client) {
        try {
            client.close();
        } catch (IOException nothingToSave) {
            // A connection that fails to close is closed.
        }
    }

    private interface Call<T> {
        T run() throws DriverException;
    }
}
