package org.allotment.core.adapt;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.api.Test;

/** The example of the README, run, and held equal to the README's text. */
final class ReadmeExampleTest {
    private static final Path README = Path.of("../README.md");
    private static final Path THIS = Path.of("src/test/java/org/allotment/core/adapt/ReadmeExampleTest.java");

    @Test
    void theExampleRuns() {
        // README begins
        try (SlabAllocator slab = SlabAllocator.checked(MemoryMapSource.create())) {
            long address = slab.allocate(64, 16); // a raw address: no garbage, no zeroing
            RawAccess.putLong(address, 42);
            slab.free(address); // freed twice, or freed at address + 8, it throws

            SegmentView view = SegmentView.of(slab); // the same memory as bounded segments
            MemorySegment segment = view.allocate(1_024, 64);
            segment.set(JAVA_LONG, 0, 42);
            view.free(segment);
            assert slab.statistics().isConserved(); // every byte is live, free, metadata or lost
        }
        // README ends
    }

    @Test
    void theReadmeShowsThisVeryText() throws IOException {
        List<String> source = Files.readAllLines(THIS);
        List<String> example = source
                .subList(source.indexOf("        // README begins") + 1, source.indexOf("        // README ends"))
                .stream()
                .map(line -> line.isEmpty() ? line : line.substring(8))
                .toList();
        assertThat(Files.readString(README)).contains("```java\n" + String.join("\n", example) + "\n```");
    }
}
