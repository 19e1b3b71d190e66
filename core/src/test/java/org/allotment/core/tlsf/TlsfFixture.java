package org.allotment.core.tlsf;

import java.lang.foreign.Arena;
import java.util.List;

/** Memory for allocators under test, and the forms they come in. */
final class TlsfFixture implements AutoCloseable {
    static final List<TlsfOptions> FORMS = List.of(
            TlsfOptions.DEFAULT,
            TlsfOptions.DEFAULT.trusting(),
            TlsfOptions.DEFAULT.bare(),
            TlsfOptions.DEFAULT.bare().trusting());

    private final Arena arena = Arena.ofConfined();

    long memory(long bytes) {
        return arena.allocate(bytes, 4096).address();
    }

    TlsfAllocator over(long bytes, TlsfOptions options) {
        return TlsfAllocator.over(memory(bytes), bytes, options);
    }

    @Override
    public void close() {
        arena.close();
    }
}
