package org.allotment.core.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.allotment.core.os.call.NativeCalls;
import org.jspecify.annotations.Nullable;

/**
 * A full memory barrier in all running threads of this process at once: the dear half of an asymmetric pair, whose cheap
 * half needs no instruction.
 *
 * <p>Where one side of a protocol runs often and the other seldom, the seldom one can pay for both: it issues this, and
 * the other needs to keep its accesses in order for the compiler only. Linux has it as {@code membarrier} (private,
 * expedited) since 4.14; elsewhere, and where a sandbox forbids the call, it is not {@linkplain #isAvailable available}.
 * It takes an interrupt of each processor that runs a thread of the process.
 */
public final class ProcessBarrier {
    private static final long PRIVATE_EXPEDITED = 1L << 3;
    private static final long REGISTER_PRIVATE_EXPEDITED = 1L << 4;
    private static final int ON_X86 = 324;
    private static final int GENERIC = 283;

    /** What to wait for, and who is meant, have no use here. */
    private static final int NO_FLAGS = 0;

    private ProcessBarrier() {}

    /** The kernel wants to be told beforehand; that may take it milliseconds, so it is done when it is needed first. */
    private static final class Registered {
        private static final @Nullable MethodHandle SYSCALL = syscallOrNull();
        private static final boolean DONE = register();

        /** A class that fails to start throws ever after; where calls are not allowed there are none. */
        private static @Nullable MethodHandle syscallOrNull() {
            try {
                return syscall();
            } catch (RuntimeException | Error denied) {
                return null;
            }
        }

        private static boolean register() {
            try {
                return issue(REGISTER_PRIVATE_EXPEDITED) && issue(PRIVATE_EXPEDITED);
            } catch (RuntimeException | Error denied) {
                return false;
            }
        }

        /** Registers again where that was lost, as after a process was put on disk and taken up again. */
        private static boolean issueOrRegister() {
            return issue(PRIVATE_EXPEDITED) || register();
        }

        private static @Nullable MethodHandle syscall() {
            return number() == 0
                    ? null
                    : NativeCalls.downcall(
                            "syscall",
                            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT),
                            Linker.Option.firstVariadicArg(1));
        }

        private static boolean issue(long command) {
            long number = number();
            return NativeCalls.call(SYSCALL, (handle, state) ->
                            (long) handle.invokeExact(state, number, command, NO_FLAGS, NO_FLAGS))
                    == 0;
        }
    }

    private static int number() {
        if (!NativeCalls.LINUX) {
            return 0;
        }
        return NativeCalls.X86_64 ? ON_X86 : NativeCalls.GENERIC ? GENERIC : 0;
    }

    /**
     * Tells whether {@link #issue} works here; the first call may take milliseconds.
     *
     * @return true when it was tried and did
     */
    public static boolean isAvailable() {
        return Registered.DONE;
    }

    /**
     * Makes every running thread of this process pass a full memory barrier before this returns: what was written before
     * the call is seen by all that they read afterwards, and what they wrote before it is seen by the caller. Threads that
     * do not run passed one when they stopped. Any thread; it makes a little garbage.
     *
     * @return false when the system refused, and nothing is known of others
     */
    public static boolean issue() {
        return Registered.DONE && Registered.issueOrRegister();
    }
}
