package org.allotment.stress.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.allotment.stress.verdict.ExpectedTest;
import org.junit.jupiter.api.Test;

/** A name of the catalogue means the tests of an engine; whatever else is searched for in the names of tests. */
final class OnlyTest {
    private static final String TLSF = "org.allotment.stress.tlsf.TlsfStress.Locked";
    private static final String LOCK = "org.allotment.stress.concurrent.HeapLockStress.SpinExclusion";
    private static final String WORDS = "org.allotment.stress.memory.WordPublicationStress.Heap";
    private static final String POOL = "org.allotment.stress.concurrent.FixedBlockPoolStress.TlsfOfOneSize";
    private static final String FOREIGN = "org.allotment.stress.tlsfish.TlsfStress.Locked";

    @Test
    void aTestBelongsToTheEngineOrPartWhosePackageItHas() {
        assertThat(LitmusCatalog.engine(TLSF)).contains("tlsf");
        assertThat(LitmusCatalog.engine(LOCK)).contains("concurrent");
        assertThat(LitmusCatalog.engine(WORDS)).contains("memory");
        assertThat(LitmusCatalog.engine("org.allotment.stress.adapt.collection.VectorStress.Push"))
                .contains("adapt");
        for (String other : List.of(FOREIGN, "org.allotment.stress.RootStress.X", "other.tlsf.TlsfStress.X", "tlsf")) {
            assertThat(LitmusCatalog.engine(other)).as(other).isEmpty();
        }
    }

    @Test
    void theNameOfAnEngineSelectsItsTests() {
        assertThat(selected("tlsf")).containsExactly(TLSF);
        assertThat(selected("concurrent")).containsExactly(LOCK, POOL);
        assertThat(selected("full")).containsExactly(TLSF, LOCK, WORDS, POOL);
        assertThat(selected("default")).isEmpty();
        assertThat(selected("page")).isEmpty();
    }

    @Test
    void anyOtherTextIsSearchedForInNames() {
        assertThat(selected("")).hasSize(5);
        assertThat(selected("Tlsf")).containsExactly(TLSF, POOL, FOREIGN);
        assertThat(selected("tlsf.*Locked$")).containsExactly(TLSF, FOREIGN);
        assertThat(selected("tlsf|memory")).containsExactly(TLSF, WORDS, FOREIGN);
    }

    private static List<String> selected(String only) {
        List<ExpectedTest> all = Stream.of(TLSF, LOCK, WORDS, POOL, FOREIGN)
                .map(name -> new ExpectedTest(name, "", 2, false, "", List.of()))
                .toList();
        return Only.select(only, all).stream().map(ExpectedTest::name).toList();
    }
}
