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
}
