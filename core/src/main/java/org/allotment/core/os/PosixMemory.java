package org.allotment.core.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.allotment.core.os.call.NativeCalls.LINUX;
import static org.allotment.core.os.call.NativeCalls.MAC;
import static org.allotment.core.os.call.NativeCalls.call;
import static org.allotment.core.os.call.NativeCalls.downcall;
import static org.allotment.core.os.call.NativeCalls.errno;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import org.allotment.core.os.call.NativeCalls;
import org.jspecify.annotations.Nullable;

/**
 * {@code mmap}, {@code munmap}, {@code mprotect}, {@code madvise}, {@code mlock} and (Linux) {@code mremap} of a 64-bit
 * Linux or macOS.
 *
 * <p>Pointers and {@code size_t} travel as longs: both are 64-bit integer class in the calling conventions of these
 * platforms. The numbers of flags are those of macOS, and of Linux on x86-64 and the architectures with generic tables.
 */
final class PosixMemory implements VirtualMemory {
    private static final int NO_ACCESS = 0;
    private static final int READ_WRITE = 0x1 | 0x2;
    private static final int REMAP_MAY_MOVE = 1;

    /** MAP_PRIVATE | MAP_ANON. */
    private static final int PRIVATE = LINUX ? 0x2 | 0x20 : 0x2 | 0x1000;

    private static final int NO_RESERVE = LINUX ? 0x4000 : 0x40;
    private static final int FIRST_2_GIB = 0x40;
    private static final int HUGE_PAGES = 0x40000;
    private static final int HUGE_PAGE_SHIFT = 26;
    private static final int UNKNOWN_ADVICE = -1;

    private static final FunctionDescriptor RANGE = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor RANGE_AND_INT =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private final @Nullable MethodHandle mmap = downcall(
            "mmap", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private final @Nullable MethodHandle munmap = downcall("munmap", RANGE);
    private final @Nullable MethodHandle mprotect = downcall("mprotect", RANGE_AND_INT);
    private final @Nullable MethodHandle madvise = downcall("madvise", RANGE_AND_INT);
    private final @Nullable MethodHandle mlock = downcall("mlock", RANGE);
    private final @Nullable MethodHandle munlock = downcall("munlock", RANGE);
    private final @Nullable MethodHandle mremap =
            downcall("mremap", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private final long pageSize = queryPageSize();

    static boolean isSupported() {
        boolean known = MAC || (LINUX && (NativeCalls.X86_64 || NativeCalls.GENERIC));
        return known && ADDRESS.byteSize() == Long.BYTES;
    }

    @Override
    public long map(long byteSize) {
        return map(byteSize, READ_WRITE, PRIVATE | NO_RESERVE);
    }

    @Override
    public long reserve(long byteSize, Reservation how) {
        boolean lacking = how.first2GiB() && !(LINUX && NativeCalls.X86_64);
        if (lacking || (how.hugePageSize() != 0 && !LINUX)) {
            return -ENOSYS;
        }
        int flags = PRIVATE | (how.noReserve() ? NO_RESERVE : 0) | (how.first2GiB() ? FIRST_2_GIB : 0);
        if (how.hugePageSize() != 0) {
            flags |= HUGE_PAGES | Long.numberOfTrailingZeros(how.hugePageSize()) << HUGE_PAGE_SHIFT;
        }
        return map(byteSize, NO_ACCESS, flags);
    }

    @Override
    public int commit(long address, long byteSize) {
        return errno(call(mprotect, (handle, state) -> (int) handle.invokeExact(state, address, byteSize, READ_WRITE)));
    }

    @Override
    public int unmap(long address, long byteSize) {
        return errno(call(munmap, (handle, state) -> (int) handle.invokeExact(state, address, byteSize)));
    }

    @Override
    public int advise(long address, long byteSize, Advice advice) {
        int number = number(advice);
        if (number == UNKNOWN_ADVICE) {
            return ENOSYS;
        }
        return errno(call(madvise, (handle, state) -> (int) handle.invokeExact(state, address, byteSize, number)));
    }

    @Override
    public long remap(long address, long byteSize, long newByteSize, boolean mayMove) {
        int flags = mayMove ? REMAP_MAY_MOVE : 0;
        return call(mremap, (handle, state) -> (long) handle.invokeExact(state, address, byteSize, newByteSize, flags));
    }

    @Override
    public int lock(long address, long byteSize) {
        return errno(call(mlock, (handle, state) -> (int) handle.invokeExact(state, address, byteSize)));
    }

    @Override
    public int unlock(long address, long byteSize) {
        return errno(call(munlock, (handle, state) -> (int) handle.invokeExact(state, address, byteSize)));
    }

    @Override
    public int bind(long address, long byteSize, NumaPolicy policy) {
        return Numa.bind(address, byteSize, policy);
    }

    @Override
    public NumaPolicy.Reading policyAt(long address) {
        return Numa.policyAt(address);
    }

    @Override
    public boolean honoursNoReserve() {
        return LINUX && !LinuxSettings.countsEverything();
    }

    @Override
    public long transparentHugePageSize() {
        return LINUX ? LinuxSettings.transparentHugePageSize() : 0;
    }

    @Override
    public long pooledHugePageSize() {
        return LINUX ? LinuxSettings.pooledHugePageSize() : 0;
    }

    @Override
    public long pageSize() {
        return pageSize;
    }

    @Override
    public boolean isNative() {
        return true;
    }

    private long map(long byteSize, int access, int flags) {
        return call(mmap, (handle, state) -> (long) handle.invokeExact(state, 0L, byteSize, access, flags, -1, 0L));
    }

    private static int number(Advice advice) {
        return switch (advice) {
            case DISCARD -> 4;
            case DISCARD_LAZILY -> LINUX ? 8 : 5;
            case HUGE_PAGES -> LINUX ? 14 : UNKNOWN_ADVICE;
            case EXCLUDE_FROM_DUMPS -> LINUX ? 16 : UNKNOWN_ADVICE;
            case POPULATE -> LINUX ? 23 : UNKNOWN_ADVICE;
        };
    }

    private static long queryPageSize() {
        long answer = call(downcall("getpagesize", FunctionDescriptor.of(JAVA_INT)), (handle, state) ->
                (int) handle.invokeExact(state));
        return answer > 0 ? answer : 4_096;
    }

    /** Finds the platform's memory once, when it is first asked for. */
    static final class OrFallback {
        static final VirtualMemory INSTANCE = PosixMemory.isSupported() ? new PosixMemory() : new ArenaMemory();

        private OrFallback() {}
    }
}
