package org.allotment.core.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.source.ForwardingSource;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java heap runs out in the middle of an allocation. */
final class SlabFailureTest {
    private final PreparedSource source = new PreparedSource();

    /** The window grows, as it does for a new chunk, and then there is no room for the rest of its metadata. */
    @ParameterizedTest
    @ValueSource(longs = {64, 1 << 20})
    void freesLookInTheWindowThatGrewBeforeTheFailure(long wanted) {
        try (SlabAllocator slab = SlabAllocator.trusting(source)) {
            long block = slab.allocate(PageHeap.CHUNK_SIZE, 8);
            AddressWindow window = slab.heap().window();
            byte[] before = window.codes();
            source.onObtain = () -> {
                window.cover(window.base(), window.end() + 1);
                throw new OutOfMemoryError("planted");
            };
            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> slab.allocate(wanted, 8));
            assertThat(window.codes()).isNotSameAs(before);

            slab.free(block);
            AllocatorStatistics freed = slab.statistics();
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> slab.free(block))
                    .matches(refusal -> refusal.kind() == AllocationException.Kind.NOT_ALLOCATED);
            assertThat(slab.statistics()).isEqualTo(freed);
            SlabCheck.check(slab);
        }
    }

    /** Maps memory, and runs what a test has prepared before it does. */
    private static final class PreparedSource extends ForwardingSource {
        private Runnable onObtain = () -> {};

        PreparedSource() {
            super(MemoryMapSource.create());
        }

        @Override
        public long obtain(long byteSize, long alignment) {
            onObtain.run();
            return super.obtain(byteSize, alignment);
        }
    }
}
