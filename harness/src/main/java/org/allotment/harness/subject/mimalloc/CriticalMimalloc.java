package org.allotment.harness.subject.mimalloc;

import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.subject.malloc.Downcalls;

/** mimalloc by critical downcalls. */
public final class CriticalMimalloc implements AddressSubject {
    private static final MethodHandle ALLOCATE =
            Downcalls.allocate(MimallocLibrary.symbols(), "mi_malloc", Linker.Option.critical(false));
    private static final MethodHandle FREE =
            Downcalls.free(MimallocLibrary.symbols(), "mi_free", Linker.Option.critical(false));
    private static final MethodHandle ALIGNED =
            Downcalls.ofTwo(MimallocLibrary.symbols(), "mi_malloc_aligned", Linker.Option.critical(false));
    private static final MethodHandle REALLOCATE =
            Downcalls.ofTwo(MimallocLibrary.symbols(), "mi_realloc", Linker.Option.critical(false));

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
            return (long) ALIGNED.invokeExact(size, alignment);
        } catch (Throwable e) {
            throw Downcalls.failed(e);
        }
    }
}
