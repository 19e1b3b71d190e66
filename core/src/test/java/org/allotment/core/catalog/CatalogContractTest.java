package org.allotment.core.catalog;

import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Set;
import org.allotment.core.AllocationContract;
import org.allotment.core.Allocator;
import org.allotment.core.FreeContract;
import org.allotment.core.LifecycleContract;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every allocator keeps to, kept by whatever the catalogue opens by name, with the traits that it claims. */
@ParameterizedClass
@MethodSource("org.allotment.core.catalog.Openings#overAnySource")
final class CatalogContractTest implements AllocationContract, FreeContract, LifecycleContract {
    /** Small enough that drawing powers of two, aligned to themselves, leaves no large hole. */
    private static final long GROWTH = 1 << 16;

    private final Arena arena = Arena.ofConfined();

    private final Openings opening;

    CatalogContractTest(Openings opening) {
        this.opening = opening;
    }

    @Override
    public Allocator create(long byteSize) {
        long region = opening.has(EngineTrait.GROWS) ? GROWTH : byteSize;
        EngineSettings settings = EngineSettings.DEFAULT.in(opening.form()).withRegion(region);
        long address = arena.allocate(byteSize, 4_096).address();
        return EngineCatalog.open(opening.variant().name(), settings, new RegionSource(address, byteSize, 4_096));
    }

    /** Walking the invariants is the business of each engine's own suite. */
    @Override
    public void check(Allocator allocator) {
        if (!allocator.statistics().isConserved()) {
            throw new AssertionError("bytes were lost, statistics=" + allocator.statistics());
        }
    }

    @Override
    public Set<Trait> traits() {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (opening.has(EngineTrait.REUSES)) {
            traits.add(Trait.REUSES);
        }
        if (opening.has(EngineTrait.CATCHES_MISUSE) && opening.form() != Form.TRUSTING) {
            traits.add(Trait.CATCHES_MISUSE);
        }
        return traits;
    }

    @Override
    public boolean hasOwner() {
        return opening.form() != Form.TRUSTING && !opening.has(EngineTrait.ANY_THREAD);
    }

    @Override
    public void recycle(Allocator allocator) {
        if (allocator instanceof BumpAllocator bump) {
            bump.reset();
        } else {
            abort("a context is recycled by closing it");
        }
    }

    @AfterEach
    void giveMemoryBack() {
        arena.close();
    }
}
