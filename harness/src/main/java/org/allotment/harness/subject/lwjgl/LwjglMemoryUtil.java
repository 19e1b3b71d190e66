package org.allotment.harness.subject.lwjgl;

import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;
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

    @Override
    public long allocate(long size, long alignment) {
        return Subject.isNatural(size, alignment)
                ? MemoryUtil.nmemAlloc(size)
                : MemoryUtil.nmemAlignedAlloc(alignment, size);
    }

    @Override
    public void free(long address, long size, long alignment) {
        if (Subject.isNatural(size, alignment)) {
            MemoryUtil.nmemFree(address);
        } else {
            MemoryUtil.nmemAlignedFree(address);
        }
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment) {
        return Subject.isNatural(size, alignment)
                ? MemoryUtil.nmemRealloc(address, newSize)
                : AddressSubject.move(this, address, size, newSize, alignment);
    }
}
