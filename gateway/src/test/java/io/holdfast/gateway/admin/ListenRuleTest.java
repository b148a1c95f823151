package io.holdfast.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.config.Problem;
import io.holdfast.gateway.config.Problems;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenRuleTest {

    private static List<String> problems(int server, int management, @Nullable String address, boolean token)
            throws UnknownHostException {
        Problems problems = new Problems("", name -> null);
        ListenRule.check(problems, server, management, address == null ? null : InetAddress.getByName(address), token);
        return problems.found().stream().map(Problem::toString).toList();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,", "127.9.9.9,", "::1,", "0.0.0.0, 0.0.0.0", "10.0.0.7, 10.0.0.7", ", every address"})
    void beyondLoopbackTheManagementPortNeedsAToken(@Nullable String address, @Nullable String beyond)
            throws UnknownHostException {
        assertThat(problems(8080, 8081, address, true)).isEmpty();
        assertThat(problems(8080, -1, address, false)).isEmpty();
        if (beyond == null) {
            assertThat(problems(8080, 8081, address, false)).isEmpty();
        } else {
            assertThat(problems(8080, 8081, address, false))
                    .containsExactly("holdfast.admin.token: nothing (expected: a token, since the management port"
                            + " listens on " + beyond + "; or management.server.address: 127.0.0.1)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "65536, 8081, server.port: 65536 (expected: 0 to 65535)",
        "-1, 8081, server.port: -1 (expected: 0 to 65535)",
        "8080, 99999, management.server.port: 99999 (expected: -1 to 65535)",
    })
    void aPortIsInTheRangeOfPorts(int server, int management, String problem) throws UnknownHostException {
        assertThat(problems(server, management, "127.0.0.1", false)).containsExactly(problem);
    }

    @Test
    void theTwoPortsAreNotTheSame() throws UnknownHostException {
        assertThat(problems(8080, 8080, "127.0.0.1", false))
                .containsExactly("management.server.port: 8080 (expected: another port than server.port, where every"
                        + " path is the API's)");
        assertThat(problems(0, 0, "127.0.0.1", false)).isEmpty();
    }
}
