package org.allotment.core.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.allotment.core.Allocator;
import org.allotment.core.Movement;
import org.allotment.core.adapt.collection.OffHeapBTreeMap;
import org.allotment.core.adapt.collection.OffHeapByteVector;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.os.NativeHeap;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.Test;

/** The examples of the package documentation, run, and held equal to its text. */
final class DocumentedExamplesTest {
    private static final String BEGIN = "// example begins";
    private static final String END = "// example ends";
    private static final Path THIS = Path.of("src/test/java/org/allotment/core/adapt/DocumentedExamplesTest.java");
    private static final Path ADAPT = Path.of("src/main/java/org/allotment/core/adapt/package-info.java");
    private static final Path COLLECTION =
            Path.of("src/main/java/org/allotment/core/adapt/collection/package-info.java");

    @Test
    void viewsRun() {
        // example begins
        try (SlabAllocator slab = SlabAllocator.checked(MemoryMapSource.create())) {
            try (ArenaView arena = ArenaView.confined(slab)) {
                MemorySegment request = arena.allocateFrom("GET /"); // zeroed, dead after close
                assert request.getString(0).equals("GET /");
            } // everything back in the slab
            SegmentView view = SegmentView.of(slab);
            MemorySegment segment = view.allocate(100, 64);
            segment = view.resize(segment, 1_000, 64, Movement.MAY_MOVE);
            view.free(segment);
            assert slab.statistics().liveBlocks() == 0;
        }
        // example ends
    }

    @Test
    void theNativeHeapRuns() {
        // example begins
        NativeHeap libc = NativeHeap.system().orElseThrow();
        try (NativeAllocator heap = NativeAllocator.checked(libc, 1 << 20)) { // at most 1 MiB
            long address = heap.allocateZeroed(100, 8);
            address = heap.grow(address, 100, 200, 4_096, Movement.MAY_MOVE); // realloc could not align it
            heap.free(address);
        }
        // example ends
    }

    @Test
    void handlesRun() {
        // example begins
        SlabAllocator slab = SlabAllocator.checkedWithoutOwner(MemoryMapSource.create());
        SizeAwareHandle first = SizeAwareHandle.shared(slab, new SpinLock());
        try (SizeAwareHandle second = first.share()) {
            first.close();
            second.free(second.allocate(64, 8)); // still open
        } // now the slab is closed
        // example ends
    }

    @Test
    void theTreeRuns() {
        // example begins
        try (Allocator tlsf = TlsfAllocator.create(MemoryMapSource.create(), TlsfOptions.DEFAULT);
                OffHeapBTreeMap map = new OffHeapBTreeMap(tlsf);
                OffHeapByteVector key = new OffHeapByteVector(tlsf)) {
            key.addText("key_");
            key.addDecimal(42);
            map.put(key, 42); // takes the key's memory over; key is empty again
            assert map.get("key_42", -1) == 42;
            assert map.removeFirst();
        } // all memory is back
        // example ends
    }

    @Test
    void theDocumentationShowsTheseVeryTexts() throws IOException {
        List<List<String>> documented = new ArrayList<>(examples(ADAPT, " * "));
        documented.addAll(examples(COLLECTION, " * "));
        assertThat(documented).hasSize(4).isEqualTo(examples(THIS, "        "));
    }

    private static List<List<String>> examples(Path file, String margin) throws IOException {
        List<List<String>> examples = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals(margin + BEGIN)) {
                int end = lines.subList(i, lines.size()).indexOf(margin + END) + i;
                examples.add(lines.subList(i + 1, end).stream()
                        .map(line -> line.substring(margin.length()))
                        .toList());
            }
        }
        return examples;
    }
}
