package org.allotment.core.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.allotment.core.os.call.NativeCalls;
import org.jspecify.annotations.Nullable;

/**
 * Where threads run and where their memory comes from, on machines with several nodes.
 *
 * <p>Linux offers this as system calls without functions in libc, so they are made by number, on x86-64 and on the
 * architectures that share the generic table (AArch64, RISC-V, LoongArch). Elsewhere every answer is
 * {@link VirtualMemory#ENOSYS}.
 *
 * <p>A thread's policy belongs to the thread of the operating system. A virtual thread that sets one sets that of its
 * carrier, for whoever runs there next: use it from platform threads, and bind mappings otherwise.
 */
public final class Numa {
    /** {@code get_mempolicy}: the policy of an address, not of the thread. */
    private static final long OF_ADDRESS = 1L << 1;

    /** The kernel refuses less room than it has nodes; it is never built for more than these. */
    private static final int MOST_NODES = 1_024;

    private static final int UNKNOWN = -1;
    private static final int MBIND = number(237, 235);
    private static final int SET_POLICY = number(238, 237);
    private static final int GET_POLICY = number(239, 236);
    private static final int GET_CPU = number(309, 168);

    private static final @Nullable MethodHandle SYSCALL = MBIND == UNKNOWN
            ? null
            : NativeCalls.downcall(
                    "syscall",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));

    private Numa() {}

    private static int number(int onX86, int generic) {
        if (!NativeCalls.LINUX) {
            return UNKNOWN;
        }
        return NativeCalls.X86_64 ? onX86 : NativeCalls.GENERIC ? generic : UNKNOWN;
    }

    /**
     * Returns the node of the processor that the calling thread is on; it may be on another one a moment later.
     *
     * @return its number, or {@code -errno}
     */
    public static int currentNode() {
        return currentPlace(1);
    }

    /**
     * Returns the processor that the calling thread is on; it may be on another one a moment later.
     *
     * @return its number, or {@code -errno}
     */
    public static int currentProcessor() {
        return currentPlace(0);
    }

    /**
     * Sets the policy of the calling platform thread, for mappings that have none of their own.
     *
     * @param policy the policy; its residents are not touched, whatever it says of them
     * @return 0 or {@code errno}
     */
    public static int bindThread(NumaPolicy policy) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = words(arena, policy.nodes());
            long maxNode = policy.nodes().maxNode();
            return NativeCalls.errno(call(SET_POLICY, policy.modeBits(), words.address(), maxNode));
        }
    }

    /**
     * Reads the policy of the calling thread.
     *
     * @return the policy, or why there is none
     */
    public static NumaPolicy.Reading threadPolicy() {
        return read(0, 0);
    }

    static int bind(long address, long byteSize, NumaPolicy policy) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = words(arena, policy.nodes());
            long maxNode = policy.nodes().maxNode();
            int flags = policy.residents().flags();
            return NativeCalls.errno(
                    call(MBIND, address, byteSize, policy.modeBits(), words.address(), maxNode, flags));
        }
    }

    static NumaPolicy.Reading policyAt(long address) {
        return read(address, OF_ADDRESS);
    }

    private static NumaPolicy.Reading read(long address, long flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mode = arena.allocate(JAVA_INT);
            MemorySegment words = arena.allocate(JAVA_LONG, MOST_NODES / Long.SIZE);
            int errno = NativeCalls.errno(
                    call(GET_POLICY, mode.address(), words.address(), MOST_NODES + 1, address, flags));
            return errno != 0
                    ? new NumaPolicy.Reading(errno, null)
                    : new NumaPolicy.Reading(0, NumaPolicy.ofKernel(mode.get(JAVA_INT, 0), words.toArray(JAVA_LONG)));
        }
    }

    private static int currentPlace(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(JAVA_INT, 2);
            int errno = NativeCalls.errno(call(GET_CPU, place.address(), place.address() + Integer.BYTES));
            return errno != 0 ? -errno : place.getAtIndex(JAVA_INT, index);
        }
    }

    /** The address is 0 for no nodes: the kernel wants a null pointer then. */
    private static MemorySegment words(Arena arena, NodeMask nodes) {
        return nodes.isEmpty() ? MemorySegment.NULL : arena.allocateFrom(JAVA_LONG, nodes.words());
    }

    /** The call's number and its arguments; what a call does not take is 0. */
    private static long call(long... given) {
        long[] all = Arrays.copyOf(given, 7);
        return NativeCalls.call(SYSCALL, (handle, state) ->
                (long) handle.invokeExact(state, all[0], all[1], all[2], all[3], all[4], all[5], all[6]));
    }
}
