package org.allotment.harness.subject.lwjgl;

import org.allotment.harness.subject.AddressSubject;
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
}
