package org.allotment.core.source;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.buddy.BuddyAllocator;
import org.allotment.core.buddy.BuddyOptions;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.catalog.Invariants;
import org.allotment.core.mapped.MappedAllocator;
import org.allotment.core.mapped.OversizeSizeAware;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.page.BitmapPageAllocator;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.allotment.core.tree.TreeAllocator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every engine over a mapping source, with every k-th call into the system failing. */
final class BlockSweepTest {
    private static final MappingOptions OFF = MappingOptions.DEFAULT;

    static final List<FaultSweep> SWEEPS = List.of(
            new FaultSweep("bump", OFF, OneRegion::bump),
            new FaultSweep("bit set", OFF, OneRegion::bitSet),
            new FaultSweep("trees", OFF, OneRegion::trees),
            new FaultSweep("pages", OFF, Pages::new),
            new FaultSweep("buddies", OFF, Blocks::buddies),
            new FaultSweep("buddies, trusting and bare", OFF, Blocks::trustingBuddies),
            new FaultSweep("slab", OFF, Blocks::slab),
            new FaultSweep("tlsf", OFF, Blocks::tlsf),
            new FaultSweep("tlsf, trusting and bare", OFF, Blocks::trustingTlsf),
            new FaultSweep("mapped blocks", OFF, Blocks::mapped),
            new FaultSweep("blocks above a threshold", OFF, Blocks::oversize));

    @ParameterizedTest
    @FieldSource("SWEEPS")
    void everyFaultIsATypedErrorThatLeaksNothing(FaultSweep sweep) {
        sweep.run();
    }

    /** Blocks are allocated, grown and freed, few enough that engines draw on the source and return to it often. */
    private static final class Blocks implements FaultSweep.Session {
        /** Steps between two walks of the invariants. */
        private static final int WALK_EVERY = 8;

        private record Block(long address, long size, long alignment) {}

        private final Allocator allocator;
        private final long mostBytes;
        private final int mostBlocks;
        private final Runnable idle;
        private int verified;
        private final List<Block> blocks = new ArrayList<>();

        private Blocks(Allocator allocator, long mostBytes, int mostBlocks, Runnable idle) {
            this.allocator = allocator;
            this.mostBytes = mostBytes;
            this.mostBlocks = mostBlocks;
            this.idle = idle;
        }

        static Blocks buddies(MemoryMapSource source) {
            BuddyAllocator buddies = BuddyAllocator.create(source, BuddyOptions.DEFAULT.growingBy(64 << 10));
            return new Blocks(buddies, 60_000, 3, buddies::trim);
        }

        static Blocks trustingBuddies(MemoryMapSource source) {
            BuddyOptions options = BuddyOptions.DEFAULT.trusting().bare().growingBy(4_096);
            BuddyAllocator buddies = BuddyAllocator.create(source, options);
            return new Blocks(buddies, 60_000, 3, buddies::trim);
        }

        static Blocks slab(MemoryMapSource source) {
            SlabAllocator slab = SlabAllocator.checked(source);
            return new Blocks(slab, 100_000, 1, slab::trim);
        }

        static Blocks tlsf(MemoryMapSource source) {
            TlsfAllocator tlsf = TlsfAllocator.create(source, TlsfOptions.DEFAULT.growingBy(64 << 10));
            return new Blocks(tlsf, 60_000, 3, tlsf::trim);
        }

        static Blocks trustingTlsf(MemoryMapSource source) {
            TlsfOptions options = TlsfOptions.DEFAULT.trusting().bare().growingBy(4_096);
            TlsfAllocator tlsf = TlsfAllocator.create(source, options);
            return new Blocks(tlsf, 60_000, 3, tlsf::trim);
        }

        static Blocks mapped(MemoryMapSource source) {
            return new Blocks(MappedAllocator.create(source), 100_000, 10, () -> {});
        }

        static Blocks oversize(MemoryMapSource source) {
            SlabAllocator slab = SlabAllocator.checked(source);
            MappedAllocator mapped = MappedAllocator.create(source);
            return new Blocks(new OversizeSizeAware(slab, mapped, 8_192), 100_000, 10, slab::trim);
        }

        @Override
        public boolean step(SplittableRandom random) {
            int dice = random.nextInt(10);
            if (blocks.isEmpty() || (dice < 5 && blocks.size() < mostBlocks)) {
                return !allocate(16 + random.nextLong(mostBytes), 1L << random.nextInt(14));
            }
            Block block = blocks.get(random.nextInt(blocks.size()));
            if (dice < 7) {
                grow(block, random);
            } else {
                blocks.remove(block);
                verify(block);
                allocator.free(block.address(), block.size(), block.alignment());
                idle.run();
            }
            return false;
        }

        private boolean allocate(long size, long alignment) {
            long address = allocator.tryAllocate(size, alignment);
            if (address != Allocator.NULL) {
                if (address % alignment != 0) {
                    throw new AssertionError("misaligned, address=" + address + ", alignment=" + alignment);
                }
                keep(new Block(address, size, alignment));
            }
            return address != Allocator.NULL;
        }

        /** Throws when it is refused, and then the block must be as it was. */
        private void grow(Block block, SplittableRandom random) {
            long newSize = block.size() + random.nextLong(mostBytes - block.size() + 17);
            long address = allocator.grow(block.address(), block.size(), newSize, block.alignment(), Movement.MAY_MOVE);
            if (RawAccess.getLong(address) != block.size()) {
                throw new AssertionError("contents changed, address=" + address + ", size=" + block.size());
            }
            blocks.remove(block);
            keep(new Block(address, newSize, block.alignment()));
        }

        private void keep(Block block) {
            RawAccess.putLong(block.address(), block.size());
            RawAccess.putLong(block.address() + block.size() - 8, block.size());
            blocks.add(block);
        }

        private static void verify(Block block) {
            long end = block.address() + block.size() - 8;
            if (RawAccess.getLong(block.address()) != block.size() || RawAccess.getLong(end) != block.size()) {
                throw new AssertionError("contents changed, address=" + block.address() + ", size=" + block.size());
            }
        }

        @Override
        public void verify() {
            blocks.forEach(Blocks::verify);
            AllocatorStatistics statistics = allocator.statistics();
            long requested = 0;
            for (Block block : blocks) {
                requested += block.size();
            }
            if (!statistics.isConserved()
                    || statistics.liveBlocks() != blocks.size()
                    || statistics.liveBlockBytes() < requested) {
                throw new AssertionError("figures that differ, " + statistics + ", blocks=" + blocks);
            }
            if (++verified % WALK_EVERY == 0) {
                Invariants.check(allocator);
            }
        }

        /** Half of the blocks are left to the close. */
        @Override
        public void end() {
            Invariants.check(allocator);
            for (int i = 0; i < blocks.size(); i += 2) {
                Block block = blocks.get(i);
                allocator.free(block.address(), block.size(), block.alignment());
            }
            allocator.close();
        }
    }

    /**
     * Engines whose region is all they ever take: each step makes one and closes it.
     *
     * @param source where it takes its region from
     * @param engine what makes it
     */
    private record OneRegion(MemoryMapSource source, Function<MemorySource, Allocator> engine)
            implements FaultSweep.Session {
        static OneRegion bump(MemoryMapSource source) {
            return new OneRegion(source, from -> BumpAllocator.checked(from, 64 << 10));
        }

        static OneRegion bitSet(MemoryMapSource source) {
            return new OneRegion(source, from -> BitSetAllocator.checked(from, 64 << 10, 64));
        }

        static OneRegion trees(MemoryMapSource source) {
            return new OneRegion(source, from -> TreeAllocator.checked(from, 64 << 10));
        }

        @Override
        public boolean step(SplittableRandom random) {
            try (Allocator allocator = engine.apply(source)) {
                RawAccess.putLong(allocator.allocate(8 + random.nextLong(60_000), 8), 1);
                if (!allocator.statistics().isConserved()) {
                    throw new AssertionError("not conserved, " + allocator.statistics());
                }
            }
            return false;
        }

        @Override
        public void verify() {
            long unreturned = source.trim();
            if (source.obtainedBytes() != unreturned) {
                throw new AssertionError("bytes left out, obtainedBytes=" + source.obtainedBytes());
            }
        }

        @Override
        public void end() {}
    }

    /** Page allocators take no memory themselves: their regions are pieces, added and removed as the source has them. */
    private static final class Pages implements FaultSweep.Session {
        private static final long PAGE = 4_096;
        private static final int MOST_REGIONS = 4;

        private final MemoryMapSource source;
        private final BitmapPageAllocator pages = BitmapPageAllocator.create(PAGE);
        private final List<Long> regions = new ArrayList<>();

        private Pages(MemoryMapSource source) {
            this.source = source;
        }

        @Override
        public boolean step(SplittableRandom random) {
            if (regions.size() == MOST_REGIONS || (!regions.isEmpty() && random.nextInt(3) == 0)) {
                remove(regions.remove(random.nextInt(regions.size())));
                return false;
            }
            long region = source.obtain(16 * PAGE, 2 * PAGE);
            if (region == MemorySource.NONE) {
                return true;
            }
            pages.addRegion(region, 16 * PAGE);
            regions.add(region);
            long run = pages.allocatePages(1 + random.nextLong(16), PAGE);
            RawAccess.putLong(run, 1);
            pages.freePages(run, 1);
            return false;
        }

        private void remove(long region) {
            for (long page = region; page < region + 16 * PAGE; page += PAGE) {
                // Whether it was free or not, it is allocated now.
                pages.tryAllocatePagesAt(page, 1, PAGE);
                pages.freePages(page, 1);
            }
            pages.removeRegion(region);
            source.release(region, 16 * PAGE);
        }

        @Override
        public void verify() {
            AllocatorStatistics statistics = pages.statistics();
            if (!statistics.isConserved() || statistics.sourceBytes() != 16 * PAGE * regions.size()) {
                throw new AssertionError("figures that differ, " + statistics + ", regions=" + regions);
            }
            Invariants.check(pages);
        }

        @Override
        public void end() {
            regions.forEach(this::remove);
            pages.close();
        }
    }
}
