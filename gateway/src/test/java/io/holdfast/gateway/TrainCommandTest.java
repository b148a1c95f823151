package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TrainCommandTest {

    @Test
    void aGatewayStartsAnswersAndEnds() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exit = TrainCommand.run(new PrintStream(said, true, StandardCharsets.UTF_8));
        assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }
}
