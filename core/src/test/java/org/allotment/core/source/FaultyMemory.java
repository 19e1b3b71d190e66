package org.allotment.core.source;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.allotment.core.os.VirtualMemory;

/** Lets every k-th call fail, and knows what is mapped: real memory, so that allocators can write to it. */
final class FaultyMemory implements VirtualMemory {
    private final VirtualMemory memory = VirtualMemory.system();
    private final TreeMap<Long, Long> mapped = new TreeMap<>();
    private int every = Integer.MAX_VALUE;
    private int calls;

    /** From now on every so many calls fail, counted from here. */
    void failEvery(int calls) {
        this.every = calls;
        this.calls = 0;
    }

    long mappedBytes() {
        return mapped.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public long map(long byteSize) {
        if (fails()) {
            return -ENOMEM;
        }
        long address = memory.map(byteSize);
        if (address > 0) {
            mapped.put(address, byteSize);
        }
        return address;
    }

    @Override
    public int unmap(long address, long byteSize) {
        if (fails()) {
            return ENOMEM;
        }
        int error = memory.unmap(address, byteSize);
        if (error == 0) {
            Map.Entry<Long, Long> mapping = Objects.requireNonNull(mapped.floorEntry(address));
            long start = mapping.getKey();
            long bytes = mapping.getValue();
            mapped.remove(start);
            if (start < address) {
                mapped.put(start, address - start);
            }
            if (start + bytes > address + byteSize) {
                mapped.put(address + byteSize, start + bytes - address - byteSize);
            }
        }
        return error;
    }

    @Override
    public int advise(long address, long byteSize, Advice advice) {
        return fails() ? EINVAL : memory.advise(address, byteSize, advice);
    }

    @Override
    public long remap(long address, long byteSize, long newByteSize, boolean mayMove) {
        return -EINVAL;
    }

    @Override
    public long pageSize() {
        return memory.pageSize();
    }

    @Override
    public boolean isNative() {
        return memory.isNative();
    }

    private boolean fails() {
        return ++calls % every == 0;
    }
}
