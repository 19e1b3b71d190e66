package org.allotment.core.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import org.allotment.core.memory.RawMemory;
import org.jspecify.annotations.Nullable;

/**
 * {@code mmap}, {@code munmap}, {@code madvise} and (Linux) {@code mremap} of a 64-bit Linux or macOS.
 *
 * <p>Pointers and {@code size_t} travel as longs: both are 64-bit integer class in the calling conventions of these
 * platforms.
 */
final class PosixMemory implements VirtualMemory {
    private static final int READ_WRITE = 0x1 | 0x2;
    private static final int REMAP_MAY_MOVE = 1;
    private static final boolean LINUX = osName().startsWith("linux");
    private static final boolean MAC = osName().startsWith("mac");

    /** MAP_PRIVATE | MAP_ANON | MAP_NORESERVE. */
    private static final int MAP_FLAGS = LINUX ? 0x2 | 0x20 | 0x4000 : 0x2 | 0x1000 | 0x40;

    private static final int UNKNOWN_ADVICE = -1;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final @Nullable MethodHandle mmap = downcall(
            "mmap", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private final @Nullable MethodHandle munmap =
            downcall("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private final @Nullable MethodHandle madvise =
            downcall("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private final @Nullable MethodHandle mremap =
            downcall("mremap", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private final long pageSize = queryPageSize();

    static boolean isSupported() {
        return (LINUX || MAC) && ADDRESS.byteSize() == Long.BYTES;
    }

    @Override
    public long map(long byteSize) {
        return call(
                mmap, (handle, state) -> (long) handle.invokeExact(state, 0L, byteSize, READ_WRITE, MAP_FLAGS, -1, 0L));
    }

    @Override
    public int unmap(long address, long byteSize) {
        return (int) -call(munmap, (handle, state) -> (int) handle.invokeExact(state, address, byteSize));
    }

    @Override
    public int advise(long address, long byteSize, Advice advice) {
        int number = number(advice);
        if (number == UNKNOWN_ADVICE) {
            return EINVAL;
        }
        return (int) -call(madvise, (handle, state) -> (int) handle.invokeExact(state, address, byteSize, number));
    }

    @Override
    public long remap(long address, long byteSize, long newByteSize, boolean mayMove) {
        int flags = mayMove ? REMAP_MAY_MOVE : 0;
        return call(mremap, (handle, state) -> (long) handle.invokeExact(state, address, byteSize, newByteSize, flags));
    }

    @Override
    public long pageSize() {
        return pageSize;
    }

    @Override
    public boolean isNative() {
        return true;
    }

    /** A call that answers -1 and sets {@code errno} when it fails. */
    @FunctionalInterface
    private interface Call {
        long run(MethodHandle handle, MemorySegment state) throws Throwable;
    }

    private static long call(@Nullable MethodHandle handle, Call call) {
        if (handle == null) {
            return -EINVAL;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long answer = call.run(handle, state);
            return answer == -1 ? -(int) ERRNO.get(state, 0L) : answer;
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new AssertionError("a downcall throws nothing of its own", impossible);
        }
    }

    private static int number(Advice advice) {
        return switch (advice) {
            case DISCARD -> 4;
            case DISCARD_LAZILY -> LINUX ? 8 : 5;
            case HUGE_PAGES -> LINUX ? 14 : UNKNOWN_ADVICE;
        };
    }

    @RawMemory("signatures are those of the platform's libc; addresses passed were mapped here")
    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle downcall(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(symbol -> linker.downcallHandle(symbol, descriptor, Linker.Option.captureCallState("errno")))
                .orElse(null);
    }

    private static long queryPageSize() {
        long answer = call(downcall("getpagesize", FunctionDescriptor.of(JAVA_INT)), (handle, state) ->
                (int) handle.invokeExact(state));
        return answer > 0 ? answer : 4_096;
    }

    private static String osName() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    }
}
