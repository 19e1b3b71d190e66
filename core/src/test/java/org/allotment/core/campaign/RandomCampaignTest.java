package org.allotment.core.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten million random operations on each engine, and a million on what only stands in front of one. */
final class RandomCampaignTest {
    private static final long OPERATIONS = Long.getLong("allotment.steps", 10_000_000);
    private static final Set<String> FRONTS = Set.of(
            "context-medium",
            "context-long",
            "mapped",
            "concurrent-queued",
            "concurrent-spin",
            "shared-heap",
            "switching");
    private static final long SEED = Long.getLong("allotment.seed", 2_026);

    private static List<String> checkedForms() {
        return RandomCampaign.engines().stream()
                .filter(engine -> !engine.endsWith("-trusting") && !engine.endsWith("-bare"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("checkedForms")
    void findsNoViolation(String engine, TestReporter reporter) {
        long operations = FRONTS.contains(engine) ? OPERATIONS / 10 : OPERATIONS;
        RandomCampaign.Outcome outcome = RandomCampaign.run(engine, SEED, operations);
        reporter.publishEntry(outcome.toString());
        System.out.println("campaign: " + outcome);
        assertThat(outcome.operations()).isEqualTo(operations);
        assertThat(outcome.walks()).isGreaterThanOrEqualTo(operations / RandomCampaign.WALK_EVERY);
        assertThat(outcome.refusals() > 0).as("misuse was tried").isEqualTo(!engine.equals("bump"));
    }

    @Test
    void knowsEveryEngineThatCanBeOpened() {
        assertThat(RandomCampaign.engines())
                .contains("tlsf", "tlsf-trusting", "tlsf-bare", "page", "id-bitmap", "mapped");
    }
}
