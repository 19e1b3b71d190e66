package org.allotment.harness.workload.guard;

import java.util.List;
import org.allotment.core.Allocator;
import org.allotment.core.guard.UsageTrackingSizeAware;
import org.allotment.core.guard.budget.Budget;
import org.allotment.core.guard.budget.BudgetedSizeAware;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.Checksum;

/**
 * Pairs of {@value #SIZE} bytes on a checked slab, alone and behind what counts or limits: the difference is what a check
 * costs. A limit stands two budgets up and is never reached.
 */
public final class GuardedPair implements Workload {
    /** Bytes of a block. */
    public static final long SIZE = 64;

    /** Alone, with usage counted, with each block charged to the budgets, and with a quantum drawn from them at once. */
    public static final List<String> GUARDS = List.of("bare", "usage", "budget", "budget-credit");

    private static final long LIMIT = 1L << 30;
    private static final long CREDIT = 1L << 16;

    private final Allocator allocator;

    private GuardedPair(Allocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Makes the workload.
     *
     * @param guard one of {@link #GUARDS}
     * @return the workload
     */
    public static Workload of(String guard) {
        SlabAllocator slab = SlabAllocator.checked(MemoryMapSource.create());
        return switch (guard) {
            case "bare" -> new GuardedPair(slab);
            case "usage" -> new GuardedPair(new UsageTrackingSizeAware(slab));
            case "budget" -> new GuardedPair(new BudgetedSizeAware(slab, budget(), 0));
            case "budget-credit" -> new GuardedPair(new BudgetedSizeAware(slab, budget(), CREDIT));
            default -> throw new IllegalArgumentException("no such guard, guard=" + guard + ", known=" + GUARDS);
        };
    }

    private static Budget budget() {
        return Budget.root("process", LIMIT).child("part", LIMIT);
    }

    @Override
    public void run() {
        Allocator guarded = allocator;
        for (int i = 0; i < PAIRS; i++) {
            long address = guarded.allocate(SIZE, Subject.ALIGNMENT);
            RawAccess.putLongOpaque(address, i);
            guarded.free(address, SIZE, Subject.ALIGNMENT);
        }
    }

    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        for (int i = 0; i < PAIRS; i++) {
            long address = allocator.allocate(SIZE, Subject.ALIGNMENT);
            for (long offset = 0; offset < SIZE; offset += Long.BYTES) {
                RawAccess.putLong(address + offset, Checksum.word(i, SIZE, offset));
            }
            sum.add(SIZE);
            for (long offset = 0; offset < SIZE; offset += Long.BYTES) {
                sum.add(RawAccess.getLong(address + offset));
            }
            allocator.free(address, SIZE, Subject.ALIGNMENT);
        }
        return sum.value();
    }

    @Override
    public void close() {
        allocator.close();
    }
}
