package io.holdfast.stub.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.stub.job.Keys.Answered;
import io.holdfast.stub.job.Keys.Different;
import io.holdfast.stub.job.Keys.Mine;
import io.holdfast.stub.job.Keys.Taken;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What every keeper of keys keeps. */
abstract class KeysContract {
    abstract Keys keys() throws IOException;

    @Test
    void theFirstGetsTheWorkAndTheSecondWaits() throws IOException {
        Keys keys = keys();
        assertThat(keys.claim("k", "f")).isEqualTo(new Mine(false));
        assertThat(keys.claim("k", "f")).isEqualTo(new Taken());
        assertThat(keys.claim("other", "f")).isEqualTo(new Mine(false));
    }

    @Test
    void theAnswerIsGivenAgain() throws IOException {
        Keys keys = keys();
        keys.claim("k", "f");
        keys.store("k", "f", new byte[] {1, '\n', 2});
        assertThat(keys.claim("k", "f"))
                .isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.answer())
                        .containsExactly(1, '\n', 2));
    }

    @Test
    void aKeyStandsForOneRequestWhileItRunsAndAfterwards() throws IOException {
        Keys keys = keys();
        keys.claim("k", "f");
        assertThat(keys.claim("k", "g")).isEqualTo(new Different());
        keys.store("k", "f", new byte[] {1});
        assertThat(keys.claim("k", "g")).isEqualTo(new Different());
    }

    @Test
    void aKeyThatWasGivenUpCanBeTaken() throws IOException {
        Keys keys = keys();
        keys.claim("k", "f");
        keys.release("k");
        assertThat(keys.claim("k", "f")).isEqualTo(new Mine(false));
    }
}
