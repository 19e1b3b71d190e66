package org.allotment.core.os;

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
final class NativeCalls {
    static final boolean LINUX = property("os.name").startsWith("linux");
    static final boolean MAC = property("os.name").startsWith("mac");
    static final boolean X86_64 = List.of("amd64", "x86_64").contains(property("os.arch"));

    /** The architectures of Linux that share one table of call numbers, made after x86. */
    static final boolean GENERIC = List.of("aarch64", "riscv64", "loongarch64").contains(property("os.arch"));

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private NativeCalls() {}

    /** A call that answers -1 and sets {@code errno} when it fails. */
    @FunctionalInterface
    interface Call {
        long run(MethodHandle handle, MemorySegment state) throws Throwable;
    }

    /** Makes a call; answers what it answered, {@code -errno} when it failed, {@code -ENOSYS} without a function. */
    static long call(@Nullable MethodHandle handle, Call call) {
        if (handle == null) {
            return -VirtualMemory.ENOSYS;
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

    /** Turns an answer of {@link #call} to a function without a result into 0 or {@code errno}. */
    static int errno(long answer) {
        return answer < 0 ? (int) -answer : 0;
    }

    @RawMemory("signatures are those of the platform's libc; addresses passed were mapped here")
    @SuppressWarnings("restricted")
    static @Nullable MethodHandle downcall(String name, FunctionDescriptor descriptor, Linker.Option... more) {
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
