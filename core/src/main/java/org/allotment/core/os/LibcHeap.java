package org.allotment.core.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawMemory;
import org.jspecify.annotations.Nullable;

/**
 * The C library by downcalls, with pointers and {@code size_t} as longs: both are 64-bit integers to the calling
 * conventions this runs on. Handles are constants, so that compiled code calls straight through.
 */
final class LibcHeap implements NativeHeap {
    static final NativeHeap INSTANCE = new LibcHeap();

    private static final FunctionDescriptor ONE = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor TWO = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor NO_ANSWER = FunctionDescriptor.ofVoid(JAVA_LONG);

    private static final Linker.Option[] CRITICAL = {Linker.Option.critical(false)};
    private static final Linker.Option[] PLAIN = {};

    private static final @Nullable MethodHandle MALLOC = bind(ONE, CRITICAL, "malloc");
    private static final @Nullable MethodHandle MALLOC_LONG = bind(ONE, PLAIN, "malloc");
    private static final @Nullable MethodHandle CALLOC = bind(TWO, CRITICAL, "calloc");
    private static final @Nullable MethodHandle CALLOC_LONG = bind(TWO, PLAIN, "calloc");
    private static final @Nullable MethodHandle ALIGNED = bind(TWO, CRITICAL, "aligned_alloc");
    private static final @Nullable MethodHandle ALIGNED_LONG = bind(TWO, PLAIN, "aligned_alloc");
    private static final @Nullable MethodHandle REALLOC = bind(TWO, CRITICAL, "realloc");
    private static final @Nullable MethodHandle REALLOC_LONG = bind(TWO, PLAIN, "realloc");
    private static final @Nullable MethodHandle FREE = bind(NO_ANSWER, CRITICAL, "free");
    private static final @Nullable MethodHandle FREE_LONG = bind(NO_ANSWER, PLAIN, "free");

    /** The names of Linux, macOS and Windows. */
    private static final @Nullable MethodHandle USABLE_SIZE =
            bind(ONE, CRITICAL, "malloc_usable_size", "malloc_size", "_msize");

    private LibcHeap() {}

    static boolean isSupported() {
        return ADDRESS.byteSize() == Long.BYTES && MALLOC != null && CALLOC != null && REALLOC != null && FREE != null;
    }

    @Override
    public long allocate(long byteSize, long alignment) {
        if (alignment <= ALIGNMENT) {
            // Some libraries align blocks below 16 bytes to their size only.
            long size = Math.max(byteSize, alignment);
            return size <= SHORT_BYTES ? call(MALLOC, size) : call(MALLOC_LONG, size);
        }
        long size = Alignment.alignUp(byteSize, alignment);
        return size <= SHORT_BYTES ? call(ALIGNED, alignment, size) : call(ALIGNED_LONG, alignment, size);
    }

    @Override
    public long allocateZeroed(long byteSize) {
        long size = Math.max(byteSize, ALIGNMENT);
        return size <= SHORT_BYTES ? call(CALLOC, 1, size) : call(CALLOC_LONG, 1, size);
    }

    @Override
    public long resize(long address, long byteSize, long newByteSize) {
        long size = Math.max(newByteSize, ALIGNMENT);
        boolean isShort = Math.max(byteSize, size) <= SHORT_BYTES;
        return isShort ? call(REALLOC, address, size) : call(REALLOC_LONG, address, size);
    }

    @Override
    public void free(long address, long byteSize) {
        MethodHandle free = byteSize <= SHORT_BYTES ? FREE : FREE_LONG;
        if (free == null) {
            throw absent();
        }
        try {
            free.invokeExact(address);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    @Override
    public long usableSize(long address) {
        return USABLE_SIZE == null ? 0 : call(USABLE_SIZE, address);
    }

    private static long call(@Nullable MethodHandle function, long argument) {
        if (function == null) {
            throw absent();
        }
        try {
            return (long) function.invokeExact(argument);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    private static long call(@Nullable MethodHandle function, long first, long second) {
        if (function == null) {
            return 0;
        }
        try {
            return (long) function.invokeExact(first, second);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    private static AssertionError failed(Throwable cause) {
        return new AssertionError("a downcall throws nothing of its own", cause);
    }

    private static UnsupportedOperationException absent() {
        return new UnsupportedOperationException("the C library lacks a function, isSupported=" + isSupported());
    }

    /** Binds the first of the names that the C library knows. */
    @RawMemory("the descriptors are the C prototypes; callers pass blocks of this heap")
    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle bind(FunctionDescriptor prototype, Linker.Option[] options, String... names) {
        Linker linker = Linker.nativeLinker();
        for (String name : names) {
            Optional<MemorySegment> symbol = linker.defaultLookup().find(name);
            if (symbol.isPresent()) {
                return linker.downcallHandle(symbol.get(), prototype, options);
            }
        }
        return null;
    }
}
