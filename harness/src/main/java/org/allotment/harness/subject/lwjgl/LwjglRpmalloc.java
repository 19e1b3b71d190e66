package org.allotment.harness.subject.lwjgl;

import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;
import org.lwjgl.system.rpmalloc.RPmalloc;

/** rpmalloc as LWJGL ships it. */
public final class LwjglRpmalloc implements AddressSubject {
    @Override
    public long allocate(long size) {
        return RPmalloc.nrpmalloc(size);
    }

    @Override
    public void free(long address, long size) {
        RPmalloc.nrpfree(address);
    }

    @Override
    public long allocate(long size, long alignment) {
        return Subject.isNatural(size, alignment)
                ? RPmalloc.nrpmalloc(size)
                : RPmalloc.nrpaligned_alloc(alignment, size);
    }

    @Override
    public void free(long address, long size, long alignment) {
        RPmalloc.nrpfree(address);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment) {
        return Subject.isNatural(size, alignment)
                ? RPmalloc.nrprealloc(address, newSize)
                : AddressSubject.move(this, address, size, newSize, alignment);
    }
}
