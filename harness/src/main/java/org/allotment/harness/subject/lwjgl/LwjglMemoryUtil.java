package org.allotment.harness.subject.lwjgl;

import org.allotment.harness.subject.AddressSubject;
import org.lwjgl.system.MemoryUtil;

/** What most users of LWJGL call: {@code MemoryUtil}, over the allocator LWJGL chose. */
public final class LwjglMemoryUtil implements AddressSubject {
    @Override
    public long allocate(long size) {
        return MemoryUtil.nmemAlloc(size);
    }

    @Override
    public void free(long address, long size) {
        MemoryUtil.nmemFree(address);
    }
}
