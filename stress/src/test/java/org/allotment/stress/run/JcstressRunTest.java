package org.allotment.stress.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JcstressRunTest {
    private static final String LOG = """
            (ETA:      00:00:01) (Sampling Rate: 1 K/sec)
            (Results: 28 planned; 1 passed, 0 failed, 0 soft errs, 0 hard errs)

            (Results: 28 planned; 26 passed, 2 failed, 0 soft errs, 0 hard errs)
            """;

    @Test
    void fewerResultsThanPlannedAreToldWithBothNumbers() {
        assertThat(JcstressRun.lack(LOG, 27))
                .isEqualTo("jcstress left fewer results than it planned, planned=28, results=27");
    }

    @Test
    void allPlannedResultsAreEnough() {
        assertThat(JcstressRun.lack(LOG, 28)).isEmpty();
    }

    @Test
    void whatATestPrintsInTheMiddleOfALineIsNoPlan() {
        assertThat(JcstressRun.lack("stdout: (Results: 99 planned; 0 passed)\n", 4))
                .isEmpty();
    }
}
