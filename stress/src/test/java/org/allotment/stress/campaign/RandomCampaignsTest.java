package org.allotment.stress.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allotment.stress.verdict.ExpectedTest;
import org.allotment.stress.verdict.ForkResult;
import org.allotment.stress.verdict.GradedTest;
import org.allotment.stress.verdict.Grader;
import org.allotment.stress.verdict.Verdict;
import org.junit.jupiter.api.Test;

/** Campaigns come out as litmus tests do. */
final class RandomCampaignsTest {
    private static final long OPERATIONS = 20_000;

    @Test
    void everyCampaignIsGreenWithAllItsOperationsCounted() {
        List<ExpectedTest> tests = RandomCampaigns.tests();
        List<ForkResult> results = tests.stream()
                .map(test -> RandomCampaigns.run(test.name(), 5, OPERATIONS))
                .toList();
        List<GradedTest> graded = new Grader(results, "").grade(tests);
        assertThat(graded).hasSizeGreaterThan(20).allSatisfy(test -> {
            assertThat(test.reason()).as(test.name()).isEmpty();
            assertThat(test.verdict()).isEqualTo(Verdict.GREEN);
            assertThat(test.samples()).isEqualTo(OPERATIONS);
        });
    }

    @Test
    void aViolationIsRedAndNamesItsSeed() {
        ExpectedTest test = RandomCampaigns.tests().getFirst();
        ForkResult broken = Results.violated(test.name(), 99, new AssertionError("I3 planted"));
        GradedTest graded = new Grader(List.of(broken), "").grade(List.of(test)).getFirst();
        assertThat(graded.verdict()).isEqualTo(Verdict.RED);
        assertThat(graded.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.seed()).isEqualTo("99");
            assertThat(failure.log()).contains("I3 planted");
        });
    }

    @Test
    void aCampaignBelongsToItsEngine() {
        assertThat(RandomCampaigns.tests())
                .allSatisfy(
                        test -> assertThat(RandomCampaigns.isOne(test.name())).isTrue());
        assertThat(RandomCampaigns.engine("org.allotment.stress.campaign.RandomCampaign.tlsf-trusting"))
                .isEqualTo("tlsf");
        assertThat(RandomCampaigns.engine("org.allotment.stress.campaign.RandomCampaign.id-buddy"))
                .isEqualTo("id");
        assertThat(RandomCampaigns.isOne("org.allotment.stress.tlsf.TlsfStress.Locked"))
                .isFalse();
    }
}
