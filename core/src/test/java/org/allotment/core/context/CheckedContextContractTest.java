package org.allotment.core.context;

import org.allotment.core.Allocator;
import org.allotment.core.LifetimeHint;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.api.Nested;

final class CheckedContextContractTest {
    abstract static class Form extends ContextContract {
        Form(LifetimeHint lifetime) {
            super(lifetime, true);
        }

        @Override
        public Allocator create(long byteSize) {
            return ContextAllocator.checked(MemoryMapSource.create(), byteSize, lifetime, 32);
        }
    }

    @Nested
    final class ShortLived extends Form {
        ShortLived() {
            super(LifetimeHint.SHORT_LIVED);
        }
    }

    @Nested
    final class MediumLived extends Form {
        MediumLived() {
            super(LifetimeHint.MEDIUM_LIVED);
        }
    }

    @Nested
    final class LongLived extends Form {
        LongLived() {
            super(LifetimeHint.LONG_LIVED);
        }
    }
}
