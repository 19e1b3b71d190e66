package org.allotment.stress.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allotment.stress.campaign.footprint.Probe;
import org.allotment.stress.verdict.ForkResult;
import org.junit.jupiter.api.Test;

/** A measurement starts, ends and is judged; how much memory there was is no matter of the build. */
final class MemoryCampaignsTest {
    private static final String TEST = "org.allotment.stress.campaign.MemoryCampaign.switching-contexts";

    private static Map<String, Long> contexts(long heap, long resident, long obtained, long live) {
        Map<String, Long> figures = new LinkedHashMap<>();
        for (String what : new String[] {"heap", "resident", "obtained"}) {
            figures.put(what + "Before", 10_000L);
        }
        figures.put("heapAfter", heap);
        figures.put("residentAfter", resident);
        figures.put("obtainedAfter", obtained);
        figures.put("liveBlocksAfter", live);
        figures.put("contexts", 7_000L);
        return figures;
    }

    @Test
    void growthBelowOnePercentIsCounted() {
        ForkResult result = MemoryCampaigns.contexts(TEST, 1, contexts(10_100, 9_000, 10_000, 0));
        assertThat(result.samples()).isEqualTo(7_000);
        assertThat(result.log()).contains("heapBefore=10000 heapAfter=10100".split(" "));
    }

    @Test
    void growthOfAnyKindAboveOnePercentIsAViolation() {
        for (Map<String, Long> figures : List.of(
                contexts(10_101, 10_000, 10_000, 0),
                contexts(10_000, 10_101, 10_000, 0),
                contexts(10_000, 10_000, 10_101, 0))) {
            assertThatThrownBy(() -> MemoryCampaigns.contexts(TEST, 1, figures)).hasMessageContaining("memory grows");
        }
        assertThatThrownBy(() -> MemoryCampaigns.contexts(TEST, 1, contexts(10_000, 10_000, 10_000, 3)))
                .hasMessageContaining("nothing live");
    }

    @Test
    void tooMuchResidentAndTooLittleReturnedAreViolations() {
        Map<String, Long> figures = new LinkedHashMap<>(Map.of("ratioPercent", 125L, "returnedPercent", 90L));
        figures.put("blocks", 5L);
        assertThat(MemoryCampaigns.footprint(TEST, 1, figures).samples()).isEqualTo(5);
        figures.put("ratioPercent", 126L);
        assertThatThrownBy(() -> MemoryCampaigns.footprint(TEST, 1, figures)).hasMessageContaining("ratioPercent=126");
        figures.put("ratioPercent", 100L);
        figures.put("returnedPercent", 89L);
        assertThatThrownBy(() -> MemoryCampaigns.footprint(TEST, 1, figures)).hasMessageContaining("nine tenths");
    }

    @Test
    void contextsAreOpenedAndClosedInAProcessOfTheirOwn() throws IOException, InterruptedException {
        assumeTrue(Probe.isPossible(), "the system says nothing of memory");
        Map<String, Long> figures = Probe.contexts(20_000);
        assertThat(figures).containsEntry("contexts", 20_000L).containsEntry("liveBlocksAfter", 0L);
        assertThat(figures.get("residentAfter")).isPositive();
        assertThat(figures.get("obtainedBefore")).isPositive();
    }
}
