package io.holdfast.gateway.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.gateway.supervise.SupervisorRule.Wish;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real unix datagram socket, as systemd has one. */
class SupervisorTest {

    @TempDir
    Path here;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final List<String> warned = new CopyOnWriteArrayList<>();
    private MultiThreadIoEventLoopGroup loops;

    @BeforeEach
    void begin() {
        assumeTrue(Epoll.isAvailable(), "no epoll here");
        loops = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
    }

    @AfterEach
    void end() {
        if (loops != null) {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    @Test
    void readyIsToldFirstThenSignsOfLifeThenTheEnd() throws Exception {
        String path = here.resolve("notify").toString();
        listen(path);
        Supervisor supervisor = supervisor(Map.of("NOTIFY_SOCKET", path, "WATCHDOG_USEC", "50000"));

        supervisor.start();
        assertThat(next()).isEqualTo("READY=1");
        assertThat(next()).isEqualTo("WATCHDOG=1");
        assertThat(next()).isEqualTo("WATCHDOG=1");
        assertThat(supervisor.isRunning()).isTrue();

        supervisor.stop();
        String word = next();
        while (word.equals("WATCHDOG=1")) {
            word = next();
        }
        assertThat(word).isEqualTo("STOPPING=1");
        assertThat(next()).isEqualTo("WATCHDOG=1");
    }

    @Test
    void anAbstractSocketIsReachedToo() throws Exception {
        String name = "holdfast-" + UUID.randomUUID();
        listen("\0" + name);

        Supervisor supervisor = supervisor(Map.of("NOTIFY_SOCKET", "@" + name));
        supervisor.start();
        supervisor.stop();

        assertThat(next()).isEqualTo("READY=1");
        assertThat(next()).isEqualTo("STOPPING=1");
    }

    @Test
    void aSocketThatIsReplacedIsFoundAgain() throws Exception {
        String path = here.resolve("notify").toString();
        Channel first = listen(path);
        Supervisor supervisor = supervisor(Map.of("NOTIFY_SOCKET", path));
        supervisor.start();
        assertThat(next()).isEqualTo("READY=1");

        first.close().sync();
        assertThat(Path.of(path).toFile().delete()).isTrue();
        listen(path);
        supervisor.stop();

        assertThat(next()).isEqualTo("STOPPING=1");
    }

    @Test
    void withoutTheVariableNothingIsDone() {
        Supervisor supervisor = new Supervisor(
                SupervisorRule.read(Map.of(), 1),
                () -> {
                    throw new AssertionError("no loop is needed");
                },
                warned::add);

        supervisor.start();

        assertThat(supervisor.isRunning()).isFalse();
        assertThat(warned).isEmpty();
    }

    @Test
    void aSocketThatIsNotThereIsToldOnceAndStopsNothing() throws Exception {
        String path = here.resolve("notify").toString();
        Supervisor supervisor = supervisor(Map.of("NOTIFY_SOCKET", path, "WATCHDOG_USEC", "20000"));

        supervisor.start();
        await().until(() -> !warned.isEmpty());
        listen(path);
        assertThat(next()).isEqualTo("WATCHDOG=1");

        assertThat(warned).hasSize(1);
    }

    @Test
    void anAddressThatIsNotSpokenHereIsTold() {
        supervisor(Map.of("NOTIFY_SOCKET", "vsock:2:1234")).start();

        assertThat(warned).containsExactly("NOTIFY_SOCKET: vsock:2:1234 (expected: an absolute path or @name)");
    }

    private Supervisor supervisor(Map<String, String> environment) {
        Wish wish = SupervisorRule.read(environment, ProcessHandle.current().pid());
        return new Supervisor(wish, () -> loops, warned::add);
    }

    private Channel listen(String address) throws Exception {
        return new Bootstrap()
                .group(loops)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
                        heard.add(packet.content().toString(StandardCharsets.UTF_8));
                    }
                })
                .bind(new DomainSocketAddress(address))
                .sync()
                .channel();
    }

    private String next() throws InterruptedException {
        String word = heard.poll(10, TimeUnit.SECONDS);
        assertThat(word).as("a word within 10 s").isNotNull();
        return word;
    }
}
