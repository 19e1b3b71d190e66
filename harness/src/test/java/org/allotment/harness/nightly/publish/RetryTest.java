package org.allotment.harness.nightly.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which answers are worth asking for again. */
class RetryTest {

    @Test
    void theServersTroubleMayPassAndARefusalMayNot() {
        assertThat(IntStream.range(100, 500).filter(Retry::mayPass).boxed()).containsExactly(408, 429);
        assertThat(IntStream.range(500, 600).allMatch(Retry::mayPass)).isTrue();
    }
}
