package org.allotment.core.context;

import java.util.Objects;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.LifetimeHint;
import org.allotment.core.bits.Alignment;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.source.MemorySource;
import org.allotment.core.tree.TreeAllocator;

/**
 * Which engine a context gets, and how it is set up.
 *
 * @param lifetime how long most blocks will live
 * @param blockSizeHint bytes of a typical block
 * @param checked whether the engine catches every bad free
 */
record ContextForm(LifetimeHint lifetime, long blockSizeHint, boolean checked) {
    /** One block of the smallest kind that trees have. */
    static final long LEAST_REGION = 32;

    private static final long LEAST_GRANULE = 8;

    /** Above this a granule wastes more on small blocks than it saves on large ones. */
    private static final long MOST_GRANULE = 4_096;

    ContextForm {
        Objects.requireNonNull(lifetime, "lifetime");
        if (blockSizeHint < 1) {
            throw AllocationException.invalidParameter("a block has at least one byte, blockSizeHint=" + blockSizeHint);
        }
    }

    /** Makes the engine over a source that has just the region; the context checks the owner itself. */
    Allocator engine(MemorySource region, long byteSize) {
        return switch (lifetime) {
            case SHORT_LIVED ->
                checked
                        ? BumpAllocator.checkedWithoutOwner(region, byteSize)
                        : BumpAllocator.trusting(region, byteSize);
            case MEDIUM_LIVED ->
                checked
                        ? BitSetAllocator.checkedWithoutOwner(region, byteSize, granuleBytes(byteSize))
                        : BitSetAllocator.trusting(region, byteSize, granuleBytes(byteSize));
            case LONG_LIVED ->
                checked
                        ? TreeAllocator.checkedWithoutOwner(region, byteSize)
                        : TreeAllocator.trusting(region, byteSize);
        };
    }

    /** The typical block in one granule: the power of two at or above the hint, within reason. */
    long granuleBytes(long byteSize) {
        long most = Math.min(MOST_GRANULE, Long.highestOneBit(byteSize));
        return Alignment.nextPowerOfTwo(Math.clamp(blockSizeHint, LEAST_GRANULE, most));
    }
}
