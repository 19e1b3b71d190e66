package org.allotment.harness.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.allotment.harness.heap.HeapDocument.Region;
import org.allotment.harness.heap.HeapDocument.Size;
import org.allotment.harness.heap.HeapDocument.Walk;
import org.allotment.harness.result.Documents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapRecorderTest {

    @TempDir
    private Path folder;

    @Test
    void everyByteOfAWalkIsAccountedFor() {
        var document = HeapRecorder.record();
        assertThat(document.walks()).extracting(Walk::subject).containsExactly("allotment-tlsf", "allotment-shared");
        assertThat(document.walks()).allSatisfy(walk -> {
            var bytes = walk.bytes();
            assertThat(bytes.live() + bytes.metadata() + bytes.free() + bytes.quarantined() + bytes.lost())
                    .isEqualTo(bytes.source());
            assertThat(walk.liveBlocks()).isEqualTo(2_048);
            assertThat(walk.regions().stream()
                            .flatMap(region -> region.live().stream())
                            .mapToLong(Integer::longValue)
                            .sum())
                    .isEqualTo(bytes.live());
            assertThat(walk.regions().stream()
                            .mapToInt(region -> region.live().size())
                            .sum())
                    .isBetween(100, 2_048);
        });
        var tlsf = document.walks().getFirst();
        assertThat(tlsf.freeSizes().stream().mapToLong(Size::count).sum()).isEqualTo(tlsf.freeBlocks());
        assertThat(tlsf.largestFree())
                .isPositive()
                .isLessThanOrEqualTo(tlsf.bytes().free());
    }

    @Test
    void theSameCodeMakesTheSamePicture() {
        assertThat(HeapRecorder.record().walks().getFirst())
                .isEqualTo(HeapRecorder.record().walks().getFirst());
    }

    @Test
    void aBlockIsCutAtTheEdgesOfCellsAndAFarOneIsOfAnotherRegion() {
        var blocks = new BlockMap();
        blocks.live(1_000, 100);
        blocks.free(1_100, 50);
        blocks.live(1_150, 10);
        blocks.live(10_000_000, 64);
        assertThat(blocks.cellBytes()).isEqualTo(64);
        assertThat(blocks.regions(64))
                .containsExactly(new Region(160, List.of(64, 36, 10)), new Region(64, List.of(64)));
        assertThat(blocks.freeSizes()).containsExactly(new Size(50, 1));
    }

    @Test
    void theChildWritesTheDocument() throws Exception {
        var file = folder.resolve("heap.json");
        HeapMain.main(file.toString());
        assertThat(Documents.read(file, HeapDocument.class).format()).isEqualTo(HeapDocument.FORMAT);
        assertThat(Files.size(file)).isLessThan(200_000);
    }
}
