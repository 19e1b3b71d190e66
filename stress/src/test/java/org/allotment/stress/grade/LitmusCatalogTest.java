package org.allotment.stress.grade;

import static org.assertj.core.api.Assertions.assertThat;

import org.allotment.stress.MustFail;
import org.allotment.stress.planted.PlantedStress;
import org.allotment.stress.verdict.Expect;
import org.allotment.stress.verdict.ExpectedTest;
import org.allotment.stress.verdict.StateRule;
import org.junit.jupiter.api.Test;

/** Here the catalog is that of the planted tests, whose list comes first on the class path. */
final class LitmusCatalogTest {
    private static final String PLANTED = "org.allotment.stress.planted.PlantedStress.";

    private final LitmusCatalog catalog = new LitmusCatalog(2, "amd64");

    @Test
    void testsComeWithDescriptionActorsAndRules() {
        assertThat(catalog.litmusTests())
                .extracting(ExpectedTest::name)
                .containsExactly(PLANTED + "Broken", PLANTED + "Declared", PLANTED + "Sound");
        ExpectedTest broken = catalog.litmusTests().getFirst();
        assertThat(broken.description()).isEqualTo("Two threads count without a lock");
        assertThat(broken.actors()).isEqualTo(2);
        assertThat(broken.inverted()).isFalse();
        assertThat(broken.isApplicable()).isTrue();
        assertThat(broken.rules())
                .contains(
                        new StateRule("1, 2", Expect.ACCEPTABLE, "One after the other"),
                        new StateRule("1, 1", Expect.FORBIDDEN, "One count is lost"));
    }

    @Test
    void anOutcomeWithoutAStateIsForAllOthers() {
        ExpectedTest declared = catalog.litmusTests().get(1);
        assertThat(StateRule.find(declared.rules(), "9, 9").description()).isEqualTo("Something happened");
        assertThat(StateRule.find(declared.rules(), "0, 0").expect()).isEqualTo(Expect.ACCEPTABLE);
    }

    @Test
    void moreActorsThanCoresAreNotApplicable() {
        ExpectedTest test = new LitmusCatalog(1, "amd64").litmusTests().getFirst();
        assertThat(test.isApplicable()).isFalse();
        assertThat(test.notApplicable()).endsWith("actors=2, cores=1");
    }

    @Test
    void twinsThatTheArchitectureCannotShowAreNotApplicableThere() {
        MustFail declared = PlantedStress.Declared.class.getAnnotation(MustFail.class);
        assertThat(catalog.notApplicable(2, declared)).isEqualTo("planted");
        assertThat(new LitmusCatalog(2, "riscv64").notApplicable(2, declared)).isEmpty();
        assertThat(catalog.notApplicable(2, null)).isEmpty();
        assertThat(catalog.litmusTests().get(1).inverted()).isTrue();
    }

    @Test
    void theHarnessIsNamedWithItsVersion() {
        assertThat(LitmusCatalog.harness()).matches("jcstress \\d+\\.\\d+");
    }
}
