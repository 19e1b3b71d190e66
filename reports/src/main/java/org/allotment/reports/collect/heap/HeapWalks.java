package org.allotment.reports.collect.heap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.format.Documents;
import org.allotment.reports.format.Parsed;
import org.allotment.reports.model.document.HeapDocument;
import org.allotment.reports.model.document.HeapDocument.Bytes;
import org.allotment.reports.model.document.HeapDocument.Walk;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.read.StoredUploads;
import org.allotment.reports.store.read.heap.HeapRuns;
import org.allotment.reports.store.read.heap.HeapRuns.HeapRun;
import org.jspecify.annotations.Nullable;

/** Heap walks as they were uploaded. */
public final class HeapWalks {
    private static final long MOST_BYTES = 4L << 20;

    private final HeapRuns runs;
    private final StoredUploads uploads;

    /** Over an open store. */
    public HeapWalks(Store store) {
        this.runs = new HeapRuns(store);
        this.uploads = new StoredUploads(store);
    }

    /** A run and what it recorded. */
    public record Recorded(HeapRun run, HeapDocument heap) {}

    /**
     * The figures of one walk, without its regions: of many runs, only these are kept at once.
     *
     * @param largestFree null where nobody can say
     */
    public record Figures(
            String subject, Bytes bytes, @Nullable Long largestFree) {
        /** Of a walk. */
        public static Figures of(Walk walk) {
            return new Figures(walk.subject(), walk.bytes(), walk.largestFree());
        }
    }

    /** The newest runs of a branch that recorded one, the newest first. */
    public List<HeapRun> runs(String project, String branch, int limit) {
        return runs.list(project, branch, limit);
    }

    /** What a run recorded; of one project, or of any where it is null. */
    public Optional<Recorded> of(String run, @Nullable String only) {
        return runs.one(run, only).flatMap(found -> read(found.id()).map(heap -> new Recorded(found, heap)));
    }

    /** The figures of what a run recorded, as {@link #of}. */
    public Optional<List<Figures>> figures(String run, @Nullable String only) {
        return of(run, only)
                .map(recorded ->
                        recorded.heap().walks().stream().map(Figures::of).toList());
    }

    private Optional<HeapDocument> read(String run) {
        return uploads.find(run, HeapRuns.PART, 0)
                .filter(document -> document.sizeBytes() <= MOST_BYTES)
                .flatMap(this::parsed);
    }

    /** Empty for a document that was taken when less was refused: one such run must not hide the others. */
    private Optional<HeapDocument> parsed(StoredUploads.Document document) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            uploads.write(document, bytes);
            return switch (new Documents().heap(new ByteArrayInputStream(bytes.toByteArray()))) {
                case Parsed.Document<HeapDocument>(HeapDocument heap) -> Optional.of(heap);
                case Parsed.Refused<HeapDocument>(var _) -> Optional.empty();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
