package org.allotment.harness.subject.malloc;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.allotment.core.memory.RawMemory;

/** Handles for the two functions every C allocator has, with pointers as plain {@code long}s. */
public final class Downcalls {
    private static final FunctionDescriptor ALLOCATE =
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
    private static final FunctionDescriptor OF_TWO =
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
    private static final FunctionDescriptor FREE = FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG);

    private Downcalls() {}

    /**
     * Binds a function of the shape of {@code malloc}.
     *
     * @param library where the symbol is looked up
     * @param name the symbol
     * @param options how the call is made
     * @return a handle of type {@code (long)long}
     */
    public static MethodHandle allocate(SymbolLookup library, String name, Linker.Option... options) {
        return bind(symbol(library, name), ALLOCATE, options);
    }

    /**
     * Binds a function of the shape of {@code aligned_alloc} or {@code realloc}: two sizes or pointers, and a pointer back.
     *
     * @param library where the symbol is looked up
     * @param name the symbol
     * @param options how the call is made
     * @return a handle of type {@code (long,long)long}
     */
    public static MethodHandle ofTwo(SymbolLookup library, String name, Linker.Option... options) {
        return bind(symbol(library, name), OF_TWO, options);
    }

    /**
     * Binds a function of the shape of {@code free}.
     *
     * @param library where the symbol is looked up
     * @param name the symbol
     * @param options how the call is made
     * @return a handle of type {@code (long)void}
     */
    public static MethodHandle free(SymbolLookup library, String name, Linker.Option... options) {
        return bind(symbol(library, name), FREE, options);
    }

    /**
     * Wraps what a handle threw; a downcall itself throws nothing.
     *
     * @param thrown what came out of {@code invokeExact}
     * @return an unchecked exception to throw
     */
    public static IllegalStateException failed(Throwable thrown) {
        return new IllegalStateException("downcall failed cause=" + thrown, thrown);
    }

    private static MemorySegment symbol(SymbolLookup library, String name) {
        return library.find(name)
                .orElseThrow(() -> new IllegalStateException("symbol not found in the library symbol=" + name));
    }

    @RawMemory("the descriptors above are the C prototypes: size_t and pointers only, all of 64 bits")
    @SuppressWarnings("restricted")
    private static MethodHandle bind(MemorySegment symbol, FunctionDescriptor type, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(symbol, type, options);
    }
}
