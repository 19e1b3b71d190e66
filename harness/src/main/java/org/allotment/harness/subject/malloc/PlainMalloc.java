package org.allotment.harness.subject.malloc;

import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.allotment.harness.subject.AddressSubject;

/** The C library's allocator by an ordinary downcall, with the thread's state transition. */
public final class PlainMalloc implements AddressSubject {
    private static final MethodHandle ALLOCATE =
            Downcalls.allocate(Linker.nativeLinker().defaultLookup(), "malloc");
    private static final MethodHandle FREE =
            Downcalls.free(Linker.nativeLinker().defaultLookup(), "free");

    @Override
    public long allocate(long size) {
        try {
            return (long) ALLOCATE.invokeExact(size);
        } catch (Throwable e) {
            throw Downcalls.failed(e);
        }
    }

    @Override
    public void free(long address, long size) {
        try {
            FREE.invokeExact(address);
        } catch (Throwable e) {
            throw Downcalls.failed(e);
        }
    }
}
