package io.holdfast.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class WhyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            recvAddress(..) failed with error(-104): Connection reset by peer             | connection reset by peer
            finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:8001 | connection refused
            finishConnect(..) failed: No route to host: /10.0.0.9:80                       | No route to host: /10.0.0.9:80
            Connection refused: no further information: /127.0.0.1:8001                    | connection refused
            Connection reset                                                               | connection reset
            Broken pipe                                                                    | Broken pipe
            PKIX path building failed: unable to find valid certification path             | PKIX path building failed: unable to find valid certification path
            """)
    void isWhatTheNetworkSaid(String message, String why) {
        assertThat(Why.of(new IOException(message))).isEqualTo(why);
    }

    @ParameterizedTest
    @NullAndEmptySource
    void isTheKindOfErrorWhereItSaysNothing(String message) {
        assertThat(Why.of(new IOException(message))).isEqualTo("IOException");
    }
}
