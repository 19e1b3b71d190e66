package org.allotment.core.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * The fallback: one shared arena a mapping.
 *
 * <p>Works wherever the JVM does, at a price: mapping zeroes and so touches every page, and unmapping costs a
 * handshake with all threads (tens of microseconds).
 */
final class ArenaMemory implements VirtualMemory {
    private static final long PAGE_SIZE = 4_096;

    private record Mapping(Arena arena, long byteSize) {}

    private final Map<Long, Mapping> mappings = new HashMap<>();

    @Override
    public synchronized long map(long byteSize) {
        if (byteSize < 1) {
            return -EINVAL;
        }
        Arena arena = Arena.ofShared();
        try {
            MemorySegment segment = arena.allocate(byteSize, PAGE_SIZE);
            mappings.put(segment.address(), new Mapping(arena, byteSize));
            return segment.address();
        } catch (OutOfMemoryError | IllegalArgumentException refused) {
            arena.close();
            return -(refused instanceof OutOfMemoryError ? ENOMEM : EINVAL);
        }
    }

    @Override
    public synchronized int unmap(long address, long byteSize) {
        Mapping mapping = mappings.get(address);
        if (mapping == null || mapping.byteSize() != byteSize) {
            return EINVAL;
        }
        mappings.remove(address);
        mapping.arena().close();
        return 0;
    }

    @Override
    public int advise(long address, long byteSize, Advice advice) {
        return ENOSYS;
    }

    @Override
    public long remap(long address, long byteSize, long newByteSize, boolean mayMove) {
        return -ENOSYS;
    }

    @Override
    public long pageSize() {
        return PAGE_SIZE;
    }

    @Override
    public boolean isNative() {
        return false;
    }
}
