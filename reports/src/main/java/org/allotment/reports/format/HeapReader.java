package org.allotment.reports.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.allotment.reports.model.document.HeapDocument;
import org.allotment.reports.model.document.HeapDocument.Bytes;
import org.allotment.reports.model.document.HeapDocument.Region;
import org.allotment.reports.model.document.HeapDocument.Size;
import org.allotment.reports.model.document.HeapDocument.Walk;
import org.jspecify.annotations.Nullable;

/** Reads {@code allotment.heap/1}; sums that do not add up are refused, so that no page has to doubt them. */
final class HeapReader {
    private static final int LEAST_CELL = 16;
    private static final int LARGEST_CELL = 1 << 30;
    /** Six of them still fit a long. */
    private static final long MOST_BYTES = 1L << 56;

    private final Cursor cursor;
    private final List<Walk> walks = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private @Nullable String format;

    HeapReader(Cursor cursor) {
        this.cursor = cursor;
    }

    HeapDocument read() throws IOException, DocumentFault {
        cursor.object(this::field);
        if (!HeapDocument.FORMAT.equals(format)) {
            throw cursor.unknownFormat("format expected=" + HeapDocument.FORMAT + ", found=" + format);
        }
        return new HeapDocument(walks);
    }

    private void field(String name) throws IOException, DocumentFault {
        switch (name) {
            case "format" -> format = cursor.name();
            case "walks" -> cursor.array(() -> walks.add(walk()));
            default -> cursor.skip();
        }
    }

    private Walk walk() throws IOException, DocumentFault {
        if (walks.size() >= HeapDocument.MOST_WALKS) {
            throw cursor.fault("too many walks, max=" + HeapDocument.MOST_WALKS);
        }
        Walk walk = new WalkReader().read();
        if (!names.add(walk.subject() + '\n' + walk.workload())) {
            throw cursor.fault("walk twice, subject=" + walk.subject());
        }
        return walk;
    }

    private final class WalkReader {
        private String subject = "";
        private String workload = "";
        private @Nullable Bytes bytes;
        private long liveBlocks;
        private @Nullable Long freeBlocks;
        private @Nullable Long largestFree;
        private int cellBytes;
        private final List<Region> regions = new ArrayList<>();
        private int cells;
        private final List<Size> freeSizes = new ArrayList<>();

        Walk read() throws IOException, DocumentFault {
            cursor.object(this::field);
            Bytes found = bytes;
            if (subject.isEmpty() || found == null || cellBytes == 0) {
                String absent = subject.isEmpty() ? "subject" : found == null ? "bytes" : "cellBytes";
                throw cursor.fault("field expected and absent, name=" + absent);
            }
            check(found);
            return new Walk(
                    subject, workload, found, liveBlocks, freeBlocks, largestFree, cellBytes, regions, freeSizes);
        }

        private void field(String name) throws IOException, DocumentFault {
            switch (name) {
                case "subject" -> subject = cursor.name();
                case "workload" -> workload = cursor.textOrEmpty(Limits.NAME_LENGTH);
                case "bytes" -> bytes = new BytesReader().read();
                case "liveBlocks" -> liveBlocks = cursor.count();
                case "freeBlocks" -> freeBlocks = cursor.isNull() ? null : cursor.count();
                case "largestFree" -> largestFree = cursor.isNull() ? null : cursor.whole(0, MOST_BYTES);
                case "cellBytes" -> cellBytes = (int) cursor.whole(LEAST_CELL, LARGEST_CELL);
                case "regions" -> cursor.array(() -> regions.add(region()));
                case "freeSizes" -> cursor.array(() -> freeSizes.add(size()));
                default -> cursor.skip();
            }
        }

        private void check(Bytes found) throws DocumentFault {
            if (!found.isConserved()) {
                throw cursor.fault("bytes are not conserved, subject=" + subject + ", source=" + found.source());
            }
            long live = 0;
            for (Region region : regions) {
                long expected = (region.bytes() + cellBytes - 1) / cellBytes;
                if (expected != region.live().size()) {
                    throw cursor.fault("cells expected=" + expected + ", found="
                            + region.live().size());
                }
                for (int cell : region.live()) {
                    if (cell > cellBytes) {
                        throw cursor.fault("live bytes of a cell, found=" + cell + ", max=" + cellBytes);
                    }
                    live += cell;
                }
            }
            if (live != found.live()) {
                throw cursor.fault("live bytes of all cells, expected=" + found.live() + ", found=" + live);
            }
        }

        private Region region() throws IOException, DocumentFault {
            if (regions.size() >= HeapDocument.MOST_CELLS) {
                throw cursor.fault("too many regions, max=" + HeapDocument.MOST_CELLS);
            }
            List<Integer> live = new ArrayList<>();
            long[] size = {0};
            cursor.object(name -> {
                switch (name) {
                    case "bytes" -> size[0] = cursor.whole(1, MOST_BYTES);
                    case "live" -> cursor.array(() -> cell(live));
                    default -> cursor.skip();
                }
            });
            if (size[0] == 0 || live.isEmpty()) {
                throw cursor.fault("region without bytes or cells, bytes=" + size[0] + ", cells=" + live.size());
            }
            return new Region(size[0], live);
        }

        private void cell(List<Integer> live) throws IOException, DocumentFault {
            if (cells >= HeapDocument.MOST_CELLS) {
                throw cursor.fault("too many cells, max=" + HeapDocument.MOST_CELLS);
            }
            cells++;
            live.add((int) cursor.whole(0, LARGEST_CELL));
        }

        private Size size() throws IOException, DocumentFault {
            if (freeSizes.size() >= HeapDocument.MOST_SIZES) {
                throw cursor.fault("too many sizes, max=" + HeapDocument.MOST_SIZES);
            }
            long[] figures = {0, 0};
            cursor.object(name -> {
                switch (name) {
                    case "bytes" -> figures[0] = cursor.whole(1, MOST_BYTES);
                    case "count" -> figures[1] = cursor.count();
                    default -> cursor.skip();
                }
            });
            if (!freeSizes.isEmpty() && freeSizes.getLast().bytes() >= figures[0]) {
                throw cursor.fault("sizes ascend, found=" + figures[0]);
            }
            if (figures[1] > MOST_BYTES / Math.max(1, figures[0])) {
                throw cursor.fault("bytes of all blocks of a size, bytes=" + figures[0] + ", count=" + figures[1]
                        + ", max=" + MOST_BYTES);
            }
            return new Size(figures[0], figures[1]);
        }
    }

    private final class BytesReader {
        private long source;
        private long live;
        private long metadata;
        private long free;
        private long quarantined;
        private long lost;
        private long javaHeap;

        Bytes read() throws IOException, DocumentFault {
            cursor.object(this::field);
            return new Bytes(source, live, metadata, free, quarantined, lost, javaHeap);
        }

        private void field(String name) throws IOException, DocumentFault {
            switch (name) {
                case "source" -> source = cursor.whole(0, MOST_BYTES);
                case "live" -> live = cursor.whole(0, MOST_BYTES);
                case "metadata" -> metadata = cursor.whole(0, MOST_BYTES);
                case "free" -> free = cursor.whole(0, MOST_BYTES);
                case "quarantined" -> quarantined = cursor.whole(0, MOST_BYTES);
                case "lost" -> lost = cursor.whole(0, MOST_BYTES);
                case "javaHeap" -> javaHeap = cursor.whole(0, MOST_BYTES);
                default -> cursor.skip();
            }
        }
    }
}
