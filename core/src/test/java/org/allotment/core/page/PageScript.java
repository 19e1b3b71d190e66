package org.allotment.core.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.allotment.core.AllocationException;
import org.allotment.core.PageAllocator;

/**
 * A seeded script over several regions, beside a model of one {@link BitSet} a region; all addresses must agree.
 *
 * <p>Ones of the model are free pages. The model searches regions from the lowest up, a page at a time.
 */
final class PageScript {
    private record Region(long start, BitSet free, int pages) {
        long end(long pageSize) {
            return start + pages * pageSize;
        }
    }

    private record Run(long address, long count) {}

    private final PageAllocator allocator;
    private final long pageSize;
    private final SplittableRandom random;
    private final List<Region> regions = new ArrayList<>();
    private final List<Run> live = new ArrayList<>();

    PageScript(PageAllocator allocator, long seed) {
        this.allocator = allocator;
        this.pageSize = allocator.pageSize();
        this.random = new SplittableRandom(seed);
    }

    void step() {
        int dice = random.nextInt(100);
        if (regions.isEmpty() || (dice == 0 && regions.size() < 5)) {
            addRegion();
        } else if (dice == 1) {
            removeRegion();
        } else if (dice < 50 || live.isEmpty()) {
            allocate();
        } else if (dice < 55) {
            allocateAt();
        } else if (dice < 62) {
            misuse();
        } else {
            free();
        }
        long free =
                regions.stream().mapToLong(region -> region.free.cardinality()).sum();
        assertThat(allocator.availablePages()).isEqualTo(free);
    }

    private void addRegion() {
        long start = pageSize * (1 + random.nextInt(20_000));
        int pages = 1 + random.nextInt(3_000);
        boolean overlaps = regions.stream()
                .anyMatch(region -> start < region.end(pageSize) && region.start < start + pages * pageSize);
        if (overlaps) {
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> allocator.addRegion(start, pages * pageSize))
                    .matches(refusal -> refusal.kind() == AllocationException.Kind.MEMORY_OVERLAP);
            return;
        }
        allocator.addRegion(start, pages * pageSize);
        BitSet free = new BitSet(pages);
        free.set(0, pages);
        regions.add(new Region(start, free, pages));
        regions.sort((one, other) -> Long.compare(one.start, other.start));
    }

    private void removeRegion() {
        Region region = regions.get(random.nextInt(regions.size()));
        if (region.free.cardinality() == region.pages) {
            allocator.removeRegion(region.start);
            regions.remove(region);
        } else {
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> allocator.removeRegion(region.start))
                    .matches(refusal -> refusal.kind() == AllocationException.Kind.INVALID_PARAMETER);
        }
    }

    private void allocate() {
        int count = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(1 << random.nextInt(11));
        long alignment = random.nextBoolean() ? pageSize : 1L << random.nextInt(24);
        long address = allocator.tryAllocatePages(count, alignment);
        assertThat(address).as("count=%d, alignment=%d", count, alignment).isEqualTo(take(count, alignment));
        if (address != PageAllocator.NULL) {
            live.add(new Run(address, count));
        }
    }

    private long take(int count, long alignment) {
        long unit = Math.max(alignment, pageSize);
        for (Region region : regions) {
            for (long at = Math.ceilDiv(region.start, unit) * unit; at < region.end(pageSize); at += unit) {
                int first = (int) ((at - region.start) / pageSize);
                if (first + count <= region.pages && region.free.nextClearBit(first) >= first + count) {
                    region.free.clear(first, first + count);
                    return at;
                }
            }
        }
        return PageAllocator.NULL;
    }

    private void allocateAt() {
        Region region = regions.get(random.nextInt(regions.size()));
        int first = random.nextInt(region.pages);
        int count = 1 + random.nextInt(Math.min(300, region.pages - first));
        boolean possible = region.free.nextClearBit(first) >= first + count;
        long address = region.start + first * pageSize;
        assertThat(allocator.tryAllocatePagesAt(address, count, 1)).isEqualTo(possible);
        if (possible) {
            region.free.clear(first, first + count);
            live.add(new Run(address, count));
        }
    }

    private void free() {
        Run run = live.remove(random.nextInt(live.size()));
        if (run.count > 1 && random.nextInt(3) == 0) {
            // A part of it; the rest stays for later.
            long keep = 1 + random.nextLong(run.count - 1);
            live.add(new Run(run.address, keep));
            run = new Run(run.address + keep * pageSize, run.count - keep);
        }
        allocator.freePages(run.address, run.count);
        Region region = regionOf(run.address);
        int first = (int) ((run.address - region.start) / pageSize);
        region.free.set(first, first + (int) run.count);
    }

    /** A free of a range that has a free page somewhere, or that leaves its region. */
    private void misuse() {
        Region region = regions.get(random.nextInt(regions.size()));
        int first = random.nextInt(region.pages);
        int free = region.free.nextSetBit(first);
        long count = (free < 0 ? region.pages : free) - first + 1L + random.nextInt(5);
        assertThatExceptionOfType(AllocationException.class)
                .isThrownBy(() -> allocator.freePages(region.start + first * pageSize, count))
                .matches(refusal -> refusal.kind() == AllocationException.Kind.NOT_ALLOCATED);
    }

    private Region regionOf(long address) {
        return regions.stream()
                .filter(region -> address >= region.start && address < region.end(pageSize))
                .findFirst()
                .orElseThrow();
    }

    void freeAll() {
        live.forEach(run -> allocator.freePages(run.address, run.count));
        live.clear();
        regions.forEach(region -> region.free.set(0, region.pages));
    }
}
