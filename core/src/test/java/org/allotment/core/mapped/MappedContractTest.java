package org.allotment.core.mapped;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.ContractSubject.Trait;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The allocator contract, over a small system with small pages. */
final class MappedContractTest {
    abstract static class Form extends AllocatorContract {
        private final Arena arena = Arena.ofConfined();
        private final Map<Allocator, MappedAllocator> mapped = new HashMap<>();

        @Override
        public Allocator create(long byteSize) {
            MemoryMapSource source = MemoryMapSource.over(new PagedMemory(arena, byteSize));
            MappedAllocator allocator = MappedAllocator.create(source);
            Allocator whole = over(source, allocator);
            mapped.put(whole, allocator);
            return whole;
        }

        abstract Allocator over(MemoryMapSource source, MappedAllocator allocator);

        @Override
        public void check(Allocator allocator) {
            MappedCheck.check(Objects.requireNonNull(mapped.get(allocator)));
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.allOf(Trait.class);
        }

        @AfterEach
        void giveMemoryBack() {
            arena.close();
        }
    }

    @Nested
    final class Alone extends Form {
        @Override
        Allocator over(MemoryMapSource source, MappedAllocator allocator) {
            return allocator;
        }
    }

    @Nested
    final class BehindTlsf extends Form {
        @Override
        Allocator over(MemoryMapSource source, MappedAllocator allocator) {
            TlsfAllocator inner = TlsfAllocator.create(source, TlsfOptions.DEFAULT.growingBy(4_096));
            return new OversizeSizeAware(inner, allocator, 4_000);
        }
    }

    /** Every block is mapped, so the inner allocator only has to refuse what is not its own. */
    @Nested
    final class WithoutAThreshold extends Form {
        @Override
        Allocator over(MemoryMapSource source, MappedAllocator allocator) {
            return new OversizeSizeAware(SlabAllocator.checked(source), allocator, 0);
        }
    }

    /** The sized form: the inner allocator is never asked for the size of a block. */
    @Nested
    final class Sized extends Form {
        @Override
        Allocator over(MemoryMapSource source, MappedAllocator allocator) {
            TlsfAllocator inner = TlsfAllocator.create(source, TlsfOptions.DEFAULT.growingBy(4_096));
            return new OversizeAllocator(inner, allocator, 1_024);
        }
    }
}
