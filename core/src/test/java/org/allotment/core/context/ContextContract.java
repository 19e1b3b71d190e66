package org.allotment.core.context;

import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.LifetimeHint;
import org.allotment.core.bump.BumpAllocator;

/** The contract suite over contexts of one kind; each form says how they are made. */
abstract class ContextContract extends AllocatorContract {
    final LifetimeHint lifetime;
    private final boolean checked;

    ContextContract(LifetimeHint lifetime, boolean checked) {
        this.lifetime = lifetime;
        this.checked = checked;
    }

    @Override
    public void check(Allocator allocator) {
        ContextCheck.check((ContextAllocator) allocator);
    }

    @Override
    public Set<Trait> traits() {
        if (lifetime == LifetimeHint.SHORT_LIVED) {
            return Set.of();
        }
        return checked ? Set.of(Trait.REUSES, Trait.CATCHES_MISUSE) : Set.of(Trait.REUSES);
    }

    @Override
    public boolean hasOwner() {
        return checked;
    }

    @Override
    public void recycle(Allocator allocator) {
        ((BumpAllocator) ((ContextAllocator) allocator).engine()).reset();
    }
}
