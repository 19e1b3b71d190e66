package org.allotment.harness.workload.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Expected numbers come from an independent implementation in another language. */
final class ScriptTest {
    @Test
    void splitMixDrawsThePublishedStream() {
        SplitMix64 random = new SplitMix64(1_234_567);
        assertThat(LongStream.generate(random::next).limit(5).mapToObj(Long::toUnsignedString))
                .containsExactly(
                        "6457827717110365317",
                        "3203168211198807973",
                        "9817491932198370423",
                        "4593380528125082431",
                        "16408922859458223821");
    }

    @Test
    void batchIsTheScriptOfThePublishedFigures() {
        BatchScript script = BatchScript.standard();
        assertThat(Arrays.copyOf(script.sizes(), 6)).containsExactly(316, 786, 833, 275, 299, 398);
        assertThat(Arrays.copyOf(script.freeOrder(), 6)).containsExactly(15, 534, 454, 869, 775, 70);
        assertThat(Arrays.stream(script.sizes()).sum()).isEqualTo(514_489);
        assertThat(Arrays.hashCode(ints(script.sizes()))).isEqualTo(1_842_304_590);
        assertThat(Arrays.hashCode(script.freeOrder())).isEqualTo(-1_594_999_263);
    }

    @Test
    void churnIsTheScriptOfThePublishedFigures() {
        ChurnScript script = ChurnScript.standard();
        assertThat(Arrays.copyOf(script.slots(), 6)).containsExactly(3976, 2151, 511, 3720, 3222, 1632);
        assertThat(Arrays.copyOf(script.sizes(), 6)).containsExactly(282, 233, 363, 777, 134, 79);
        assertThat(Arrays.stream(script.sizes()).sum()).isEqualTo(33_984_410);
        assertThat(Arrays.hashCode(script.slots())).isEqualTo(-901_261_708);
        assertThat(Arrays.hashCode(ints(script.sizes()))).isEqualTo(-2_126_942_443);
    }

    @Test
    void replaceIsTheScriptOfTheOriginal() {
        ReplaceScript script = ReplaceScript.of("128-255");
        assertThat(script.live()).isEqualTo(135);
        assertThat(Arrays.stream(script.records())
                        .limit(3)
                        .mapToObj(record -> ReplaceScript.size(record) + "@" + ReplaceScript.alignment(record)))
                .containsExactly("155@32", "149@16", "196@8");
        assertThat(ReplaceScript.RANGES)
                .extracting(range -> ReplaceScript.of(range).live())
                .containsExactly(256, 256, 256, 135, 256, 256, 235, 256, 179, 135);
        assertThatThrownBy(() -> ReplaceScript.of("1-9")).hasMessageContaining("range=1-9");
    }

    @Test
    void mapIsTheScriptOfTheRecordedRun() {
        long[] operations = MapScript.standard().operations();
        assertThat(Arrays.copyOf(operations, 5))
                .containsExactly(3_730_336_305L, 1_952_894_579L, 2_871_017_040L, MapScript.REMOVE_FIRST, 177_226_064L);
        assertThat(Arrays.stream(operations).filter(operation -> operation == MapScript.REMOVE_FIRST))
                .hasSize(9_982);
        assertThat(Arrays.stream(operations).sum()).isEqualTo(86_343_993_075_340L - 9_982);
    }

    @Test
    void rowsAndPagesAreDrawnAsPublished() {
        assertThat(Arrays.copyOf(RowsScript.of(7_500, 520).freeOrder(), 5))
                .containsExactly(4550, 1036, 2075, 7307, 4618);
        assertThat(Arrays.copyOf(PageScript.of("1-8").sizes(), 5))
                .containsExactly(16_384, 12_288, 24_576, 28_672, 12_288);
        assertThat(Arrays.copyOf(PageScript.of("1").freeOrder(), 5)).containsExactly(751, 464, 571, 886, 641);
    }

    @Test
    void permutationHoldsEachNumberOnce() {
        assertThat(new SplitMix64(7).permutation(100)).doesNotHaveDuplicates().hasSize(100);
    }

    @Test
    void scriptsPrintTheirSeedAndContents() {
        assertThat(BatchScript.standard().toString()).startsWith("batch seed=42 sizes=[316, 786,");
        assertThat(ChurnScript.standard().toString()).startsWith("churn seed=43 slots=4096 records=3976:282,2151:233,");
        assertThat(RowsScript.of(7_500, 520).toString())
                .startsWith("rows seed=3735928559 rows=7500 longs=520 freeOrder=[4550, 1036,");
        assertThat(MapScript.standard().toString())
                .startsWith("map seed=3735928559 operations=[3730336305, 1952894579, 2871017040, -1,");
        assertThat(PageScript.of("1-8").toString()).startsWith("pages seed=44 range=1-8 sizes=[16384, 12288,");
        assertThat(ReplaceScript.of("1-8").toString())
                .startsWith("replace seed=305419913 sizes=1-8 live=256 records=4@32,6@16,5@8,");
    }

    @Test
    void checksumDependsOnTheOrder() {
        Checksum forwards = new Checksum();
        forwards.add(1);
        forwards.add(2);
        Checksum backwards = new Checksum();
        backwards.add(2);
        backwards.add(1);
        assertThat(forwards.value()).isNotEqualTo(backwards.value());
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }
}
