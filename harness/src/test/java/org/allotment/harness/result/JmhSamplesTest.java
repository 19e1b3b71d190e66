package org.allotment.harness.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JmhSamplesTest {

    private static final String RESULT = """
            [{"benchmark": "a.B.c",
              "primaryMetric": {"score": 2, "rawData": [[1.5, 2.5, "NaN"], [9.0]]},
              "secondaryMetrics": {"gc.alloc.rate.norm": {"rawData": [[24.0, 24.5]]}, "\u00b7gc.count": {"rawData": [[3.0]]}}}]
            """;

    @Test
    void theIterationsOfTheFirstForkAreTaken() throws IOException {
        assertThat(JmhResults.samples(RESULT, "score")).containsExactly(1.5, 2.5);
        assertThat(JmhResults.samples(RESULT, "gc.alloc.rate.norm")).containsExactly(24.0, 24.5);
        assertThat(JmhResults.samples(RESULT, "gc.count")).containsExactly(3.0);
        assertThat(JmhResults.samples(RESULT, "absent")).isEmpty();
    }

    @Test
    void aSampledIterationCountsByItsMean() throws IOException {
        var sampled = "[{\"primaryMetric\": {\"rawDataHistogram\": [[[[10, 3], [20, 1]], [[8, 2]]]]}}]";
        assertThat(JmhResults.samples(sampled, "score")).containsExactly(12.5, 8.0);
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> JmhResults.samples("[{", "score")).isInstanceOf(IOException.class);
    }
}
