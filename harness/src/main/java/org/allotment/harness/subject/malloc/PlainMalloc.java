package org.allotment.harness.subject.malloc;

import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.allotment.core.bits.Alignment;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/** The C library's allocator by an ordinary downcall, with the thread's state transition. */
public final class PlainMalloc implements AddressSubject {
    private static final MethodHandle ALLOCATE =
            Downcalls.allocate(Linker.nativeLinker().defaultLookup(), "malloc");
    private static final MethodHandle FREE =
            Downcalls.free(Linker.nativeLinker().defaultLookup(), "free");
    private static final MethodHandle ALIGNED =
            Downcalls.ofTwo(Linker.nativeLinker().defaultLookup(), "aligned_alloc");
    private static final MethodHandle REALLOCATE =
            Downcalls.ofTwo(Linker.nativeLinker().defaultLookup(), "realloc");

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

    @Override
    public long allocate(long size, long alignment) {
        return Subject.isNatural(size, alignment) ? allocate(size) : allocateAligned(size, alignment);
    }

    @Override
    public void free(long address, long size, long alignment) {
        free(address, size);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment) {
        if (!Subject.isNatural(size, alignment)) {
            return AddressSubject.move(this, address, size, newSize, alignment);
        }
        try {
            return (long) REALLOCATE.invokeExact(address, newSize);
        } catch (Throwable e) {
            throw Downcalls.failed(e);
        }
    }

    private static long allocateAligned(long size, long alignment) {
        try {
            return (long) ALIGNED.invokeExact(alignment, Alignment.alignUp(size, alignment));
        } catch (Throwable e) {
            throw Downcalls.failed(e);
        }
    }
}
