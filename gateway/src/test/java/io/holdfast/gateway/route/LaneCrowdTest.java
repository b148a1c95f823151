package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawClient;
import io.holdfast.gateway.testing.Received;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many clients, half of which leave at any point: nothing stays counted, held or unreleased. */
class LaneCrowdTest extends BothLanes {

    private static final int CLIENTS = 8;
    private static final int REQUESTS = 2_500 / CLIENTS;

    @Test
    void halfOfTheClientsLeaveAndNothingIsLeftOfThem() throws Exception {
        replica.always(line -> {
            Received received = line.request();
            if (received.target.startsWith("/large")) {
                line.head(200, 300_000);
                line.send(new byte[300_000]);
            } else {
                line.answer(200, "small");
            }
        });
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Integer>> served = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(i);
                Callable<Integer> client = () -> crowd(random);
                served.add(threads.submit(client));
            }
            for (Future<Integer> one : served) {
                assertThat(one.get()).isPositive();
            }
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(Patience.SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        }
        gateway.awaitQuiet("api");
        assertThat(exchange("GET", "/small", "").text()).isEqualTo("small");
    }

    private int crowd(Random random) throws IOException {
        int served = 0;
        for (int i = 0; i < REQUESTS; i++) {
            try (RawClient client = client()) {
                boolean large = random.nextInt(4) == 0;
                String body = random.nextBoolean() ? "" : "x".repeat(random.nextInt(5_000));
                client.request(body.isEmpty() ? "GET" : "POST", large ? "/large" : "/small", body);
                switch (random.nextInt(6)) {
                    case 0 -> client.reset();
                    case 1 -> client.close();
                    case 2 -> {
                        client.head();
                        client.reset();
                    }
                    default -> {
                        assertThat(client.answer().bytes()).hasSize(large ? 300_000 : 5);
                        served++;
                    }
                }
            }
        }
        return served;
    }
}
