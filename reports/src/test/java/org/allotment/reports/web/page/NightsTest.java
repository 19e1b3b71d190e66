package org.allotment.reports.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.VerdictCounts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NightsTest {
    @Test
    void aConfirmationStandsNextToItsCanary() {
        assertThat(again(State.RED, true))
                .startsWith("1 ")
                .contains("its canary was steady.", "slower than in earlier");
        assertThat(again(State.RED, false)).contains("its canary says that the machine moved.");
        assertThat(again(State.RED, null)).contains("no canary tells");
        assertThat(again(State.GREEN, true)).endsWith("its canary was steady.");
    }

    private static String again(State state, @Nullable Boolean steady) {
        return Nights.again(new RunSummary(
                        "1",
                        "p",
                        "main",
                        "confirm",
                        null,
                        "0",
                        null,
                        "e",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        steady,
                        VerdictCounts.of(Map.of(state, 1))))
                .text();
    }
}
