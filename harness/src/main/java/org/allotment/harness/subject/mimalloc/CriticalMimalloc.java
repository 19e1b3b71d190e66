package org.allotment.harness.subject.mimalloc;

import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.malloc.Downcalls;

/** mimalloc by critical downcalls. */
public final class CriticalMimalloc implements AddressSubject {
    private static final MethodHandle ALLOCATE =
            Downcalls.allocate(MimallocLibrary.symbols(), "mi_malloc", Linker.Option.critical(false));
    private static final MethodHandle FREE =
            Downcalls.free(MimallocLibrary.symbols(), "mi_free", Linker.Option.critical(false));

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
