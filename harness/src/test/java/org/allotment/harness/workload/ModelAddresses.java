package org.allotment.harness.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.malloc.PlainMalloc;

/** Real memory with a log of the calls in the words of {@link ModelSubject}. */
final class ModelAddresses implements AddressSubject {
    final List<String> calls = new ArrayList<>();
    private final PlainMalloc memory = new PlainMalloc();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final Map<Long, Long> sizes = new HashMap<>();
    private int count;

    @Override
    public long allocate(long size) {
        calls.add("allocate " + count + " size=" + size);
        return remember(memory.allocate(size), size);
    }

    @Override
    public long allocate(long size, long alignment) {
        calls.add("allocate " + count + " size=" + size + " alignment=" + alignment);
        return remember(memory.allocate(size, alignment), size);
    }

    int live() {
        return numbers.size();
    }

    private long remember(long address, long size) {
        numbers.put(address, count);
        sizes.put(address, size);
        count++;
        return address;
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment) {
        return AddressSubject.move(this, address, size, newSize, alignment);
    }

    @Override
    public void free(long address, long size) {
        if (!sizes.remove(address, size)) {
            throw new IllegalArgumentException("freed with another size address=" + address + " size=" + size);
        }
        calls.add("free " + numbers.remove(address));
        memory.free(address, size);
    }

    @Override
    public void free(long address, long size, long alignment) {
        free(address, size);
    }
}
