package org.allotment.harness.subject.lwjgl;

import org.allotment.harness.subject.AddressSubject;
import org.lwjgl.system.jemalloc.JEmalloc;

/** jemalloc as LWJGL ships it, with sized frees. */
public final class LwjglJemalloc implements AddressSubject {
    @Override
    public long allocate(long size) {
        return JEmalloc.nje_malloc(size);
    }

    @Override
    public void free(long address, long size) {
        JEmalloc.nje_sdallocx(address, size, 0);
    }

    @Override
    public long allocate(long size, long alignment) {
        return JEmalloc.nje_mallocx(size, Long.numberOfTrailingZeros(alignment));
    }

    @Override
    public void free(long address, long size, long alignment) {
        JEmalloc.nje_sdallocx(address, size, Long.numberOfTrailingZeros(alignment));
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment) {
        return JEmalloc.nje_rallocx(address, newSize, Long.numberOfTrailingZeros(alignment));
    }
}
