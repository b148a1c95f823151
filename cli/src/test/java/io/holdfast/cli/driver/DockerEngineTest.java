package io.holdfast.cli.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine whose socket takes connections and says nothing: no call waits for it longer than its patience. */
class DockerEngineTest {

    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration BOUND = Duration.ofSeconds(20);

    @TempDir
    Path here;

    @Test
    void aSilentPortIsAwayAgainAndAgain() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            neverAnswers("tcp://127.0.0.1:" + silent.getLocalPort());
        }
    }

    @Test
    void aSilentUnixSocketIsAwayAgainAndAgain() throws Exception {
        Path socket = here.resolve("docker.sock");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            neverAnswers("unix://" + socket);
        }
    }

    /** Two threads at once, as several services do that share an engine. */
    private static void neverAnswers(String host) throws Exception {
        try (DockerEngine engine = new DockerEngine(Optional.of(host), PATIENCE)) {
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                assertTimeoutPreemptively(BOUND, () -> {
                    Future<?> other = threads.submit(() -> isAway(engine));
                    isAway(engine);
                    isAway(engine);
                    other.get();
                });
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static void isAway(DockerEngine engine) {
        assertThatThrownBy(() -> engine.ask("ping", client -> client.pingCmd().exec()))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("ping: no answer from")
                .satisfies(failure ->
                        assertThat(((DriverException) failure).kind()).isEqualTo(DriverException.Kind.AWAY));
    }
}
