package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Every test runs under BlockHound: here is the proof that it watches the threads that must not wait. */
class BlockHoundTest {

    private static FutureTask<Void> sleeping() {
        return new FutureTask<>(() -> {
            Thread.sleep(1);
            return null;
        });
    }

    private static void assertCaught(FutureTask<Void> task) {
        assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BlockingOperationError.class);
    }

    @Test
    void anEventLoopThatSleepsIsCaught() {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            FutureTask<Void> task = sleeping();
            group.execute(task);
            assertCaught(task);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void theThreadOfHealthThatSleepsIsCaught() {
        Scheduler scheduler = Schedulers.newSingle("holdfast-health", true);
        try {
            FutureTask<Void> task = sleeping();
            scheduler.schedule(task);
            assertCaught(task);
        } finally {
            scheduler.dispose();
        }
    }

    @Test
    void otherThreadsMayWait() throws Exception {
        FutureTask<Void> task = sleeping();
        Thread thread = new Thread(task, "may wait");
        thread.start();
        assertThat(task.get(20, TimeUnit.SECONDS)).isNull();
    }
}
