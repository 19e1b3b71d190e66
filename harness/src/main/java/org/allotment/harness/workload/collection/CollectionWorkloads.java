package org.allotment.harness.workload.collection;

import java.util.List;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.MapScript;
import org.allotment.harness.workload.script.RowsScript;

/** Makes the collection workloads by their names; all need a subject of raw addresses. */
public final class CollectionWorkloads {
    /** Names close to those of the originals; keys of the history. */
    public static final List<String> NAMES =
            List.of("vec-push-3m", "vec-rand-free-25k-64", "vec-rand-free-7500-520", "btree-map-50k");

    private CollectionWorkloads() {}

    /**
     * Makes one whole benchmark of the original a run.
     *
     * @param subject whom to measure; closed with the workload
     * @param name one of {@link #NAMES}
     * @return the workload
     * @throws IllegalArgumentException if there is none of this name, or the subject's blocks are objects
     */
    public static Workload of(Subject subject, String name) {
        if (!(subject instanceof AddressSubject addresses)) {
            throw new IllegalArgumentException("the collections hold addresses, not objects subject=" + subject);
        }
        SubjectAllocator allocator = new SubjectAllocator(addresses);
        return switch (name) {
            case "vec-push-3m" -> new VectorPush(allocator);
            case "vec-rand-free-25k-64" -> new RowsFree(allocator, RowsScript.of(25_000, 64));
            case "vec-rand-free-7500-520" -> new RowsFree(allocator, RowsScript.of(7_500, 520));
            case "btree-map-50k" -> new TreeMapOperations(allocator, MapScript.standard());
            default ->
                throw new IllegalArgumentException("no such collection workload name=" + name + " known=" + NAMES);
        };
    }
}
