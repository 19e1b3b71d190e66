package org.allotment.core.os.call;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.allotment.core.memory.RawMemory;
import org.jspecify.annotations.Nullable;

/** Finds functions of libc and calls them, with {@code errno} as a negative answer. */
public final class NativeCalls {
    /** What the kernel answers where it lacks a call. */
    public static final int ENOSYS = 38;

    /** Whether this is Linux. */
    public static final boolean LINUX = property("os.name").startsWith("linux");

    /** Whether this is macOS. */
    public static final boolean MAC = property("os.name").startsWith("mac");

    /** Whether this is a 64-bit x86. */
    public static final boolean X86_64 = List.of("amd64", "x86_64").contains(property("os.arch"));

    /** The architectures of Linux that share one table of call numbers, made after x86. */
    public static final boolean GENERIC =
            List.of("aarch64", "riscv64", "loongarch64").contains(property("os.arch"));

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private NativeCalls() {}

    /** A call that answers -1 and sets {@code errno} when it fails. */
    @FunctionalInterface
    public interface Call {
        /**
         * Makes the call.
         *
         * @param handle what to call
         * @param state where the error number goes
         * @return what it answers
         * @throws Throwable never, but compilers do not know
         */
        long run(MethodHandle handle, MemorySegment state) throws Throwable;
    }

    /**
     * Makes a call.
     *
     * @param handle what to call; null where there is none
     * @param call how
     * @return what it answered, {@code -errno} when it failed, {@code -ENOSYS} without a function
     */
    public static long call(@Nullable MethodHandle handle, Call call) {
        if (handle == null) {
            return -ENOSYS;
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

    /**
     * Turns an answer of {@link #call} to a function without a result into an error number.
     *
     * @param answer what it answered
     * @return 0 or {@code errno}
     */
    public static int errno(long answer) {
        return answer < 0 ? (int) -answer : 0;
    }

    /**
     * Finds a function.
     *
     * @param name its name
     * @param descriptor its signature
     * @param more options of the linker
     * @return how to call it, with a segment for the error number first; null where libc has none of that name
     */
    @RawMemory("signatures are those of the platform's libc; addresses passed were mapped here")
    @SuppressWarnings("restricted")
    public static @Nullable MethodHandle downcall(String name, FunctionDescriptor descriptor, Linker.Option... more) {
        List<Linker.Option> options = new ArrayList<>(List.of(more));
        options.add(Linker.Option.captureCallState("errno"));
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(symbol -> linker.downcallHandle(symbol, descriptor, options.toArray(Linker.Option[]::new)))
                .orElse(null);
    }

    private static String property(String name) {
        return System.getProperty(name, "").toLowerCase(Locale.ROOT);
    }
}
