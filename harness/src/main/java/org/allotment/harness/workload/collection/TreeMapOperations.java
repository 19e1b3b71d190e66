package org.allotment.harness.workload.collection;

import org.allotment.core.adapt.collection.OffHeapBTreeMap;
import org.allotment.core.adapt.collection.OffHeapByteVector;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.script.MapScript;

/** Keys are written number by number into a vector of the subject, which the map takes over, as in the original. */
final class TreeMapOperations implements Workload {
    private static final String PREFIX = "key_";

    private final SubjectAllocator allocator;
    private final long[] operations;

    TreeMapOperations(SubjectAllocator allocator, MapScript script) {
        this.allocator = allocator;
        operations = script.operations();
    }

    @Override
    public void run() {
        try (OffHeapBTreeMap map = new OffHeapBTreeMap(allocator);
                OffHeapByteVector key = new OffHeapByteVector(allocator)) {
            for (long operation : operations) {
                if (operation == MapScript.REMOVE_FIRST) {
                    map.removeFirst();
                } else {
                    put(map, key, operation);
                }
            }
        }
    }

    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        try (OffHeapBTreeMap map = new OffHeapBTreeMap(allocator);
                OffHeapByteVector key = new OffHeapByteVector(allocator)) {
            for (long operation : operations) {
                if (operation == MapScript.REMOVE_FIRST) {
                    addFirst(map, sum);
                    map.removeFirst();
                } else {
                    put(map, key, operation);
                }
            }
            sum.add(map.size());
            map.forEach((text, value) -> add(text, value, sum));
        }
        return sum.value();
    }

    private static void put(OffHeapBTreeMap map, OffHeapByteVector key, long value) {
        key.addText(PREFIX);
        key.addDecimal(value);
        map.put(key, value);
    }

    private static void addFirst(OffHeapBTreeMap map, Checksum sum) {
        String key = map.firstKey().orElseThrow();
        add(key, map.get(key, -1), sum);
    }

    /** The number is in the key and is the value too: it is folded in once as read from each. */
    private static void add(String key, long value, Checksum sum) {
        sum.add(Long.parseLong(key, PREFIX.length(), key.length(), 10));
        sum.add(value);
    }

    @Override
    public void close() {
        allocator.close();
    }
}
