package io.holdfast.stub.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.stub.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusDocumentTest {
    @ParameterizedTest
    @ValueSource(ints = {300, 742, 743, 15_000, 65_536})
    void itIsOfTheSizeAskedForWhateverTheNameIs(int size) {
        for (String name : new String[] {"a", "replica-1", "x".repeat(100)}) {
            byte[] document = StatusDocument.of(name, size);
            assertThat(document).hasSize(size);
            assertThat(Json.object(document)).containsEntry("replica", name).containsKeys("queue", "recent_groups");
        }
    }
}
