package io.holdfast.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.admin.ListenRule.Port;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenRuleTest {

    private static InetAddress address(String literal) throws UnknownHostException {
        return literal == null ? null : InetAddress.getByName(literal);
    }

    @ParameterizedTest
    @CsvSource({
        "OWN,    127.0.0.1, ,          ",
        "OWN,    127.9.9.9, 0.0.0.0,   ",
        "OWN,    ::1,       ,          ",
        "OWN,    0.0.0.0,   127.0.0.1, 0.0.0.0",
        "OWN,    10.0.0.7,  ,          10.0.0.7",
        "OWN,    ,          127.0.0.1, every address",
        "PUBLIC, 127.0.0.1, ,          every address",
        "PUBLIC, ,          10.0.0.7,  10.0.0.7",
        "PUBLIC, ,          127.0.0.1, ",
        "NONE,   0.0.0.0,   ,          ",
    })
    void saysWhereItIsBeyondLoopback(Port port, String management, String server, String beyond)
            throws UnknownHostException {
        assertThat(ListenRule.beyondLoopback(port, address(management), address(server)))
                .isEqualTo(beyond);
    }
}
