package org.allotment.core.os;

/**
 * A platform that can map and unmap whole mappings and nothing else, as the fallback on arenas does.
 *
 * @param arenas what maps
 */
public record BasicMemory(VirtualMemory arenas) implements VirtualMemory {
    public BasicMemory() {
        this(new ArenaMemory());
    }

    @Override
    public long map(long byteSize) {
        return arenas.map(byteSize);
    }

    @Override
    public int unmap(long address, long byteSize) {
        return arenas.unmap(address, byteSize);
    }

    @Override
    public int advise(long address, long byteSize, Advice advice) {
        return arenas.advise(address, byteSize, advice);
    }

    @Override
    public long remap(long address, long byteSize, long newByteSize, boolean mayMove) {
        return arenas.remap(address, byteSize, newByteSize, mayMove);
    }

    @Override
    public long pageSize() {
        return arenas.pageSize();
    }

    @Override
    public boolean isNative() {
        return false;
    }
}
