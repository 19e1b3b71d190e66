package org.allotment.core.os;

/** Refuses two kinds of reservation, each with a number of its own, and the low address first when both are asked. */
public final class PickyMemory implements VirtualMemory {
    public static final int NO_HUGE_PAGES = 201;
    public static final int NO_LOW_ADDRESS = 202;

    private final VirtualMemory memory = VirtualMemory.system();

    @Override
    public long reserve(long byteSize, Reservation how) {
        if (how.first2GiB()) {
            return -NO_LOW_ADDRESS;
        }
        return how.hugePageSize() != 0 ? -NO_HUGE_PAGES : memory.map(byteSize);
    }

    @Override
    public long map(long byteSize) {
        return memory.map(byteSize);
    }

    @Override
    public int unmap(long address, long byteSize) {
        return memory.unmap(address, byteSize);
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
        return memory.pageSize();
    }

    @Override
    public boolean isNative() {
        return true;
    }
}
