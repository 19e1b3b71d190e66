package org.allotment.core;

import java.util.SplittableRandom;
import org.allotment.core.ContractSubject.Trait;
import org.jspecify.annotations.Nullable;

/**
 * A seeded script of allocations, frees, resizes and misuse, run against an allocator and its {@link ShadowModel}.
 *
 * <p>A failure names the seed and the step. {@code -Dallotment.seed=…} replaces the seed of every script. Nothing of a
 * test framework is needed, so that campaigns run it as well as tests do.
 */
public final class RandomScript {
    private static final int PHASE_STEPS = 1_500;

    /**
     * How a script behaves.
     *
     * @param seed start of its random numbers
     * @param steps number of operations; memory does not grow with it
     * @param checkEvery steps between two walks of the invariants
     * @param maxSize largest size asked for
     * @param maxAlignment largest alignment asked for
     * @param maxLive most blocks alive at once
     */
    public record Plan(long seed, long steps, int checkEvery, long maxSize, long maxAlignment, int maxLive) {
        public Plan {
            seed = Long.getLong("allotment.seed", seed);
        }
    }

    /**
     * What a script did. Every refusal was one that had to come, and every walk found all in order: else it ends with an
     * {@link AssertionError}.
     *
     * @param steps operations
     * @param served requests among them that got a block
     * @param refusals bad frees among them, each refused with the right kind
     * @param walks times that all invariants and the counts were compared with the model
     */
    public record Outcome(long steps, long served, long refusals, long walks) {}

    private final ContractSubject subject;
    private final Allocator allocator;
    private final Plan plan;
    private final SplittableRandom random;
    private final ShadowModel model;
    private ShadowModel.@Nullable Block lastFreed;
    private long served;
    private long refusals;
    private long walks;

    private RandomScript(ContractSubject subject, Allocator allocator, Plan plan) {
        this.subject = subject;
        this.allocator = allocator;
        this.plan = plan;
        this.random = new SplittableRandom(plan.seed());
        this.model = new ShadowModel(allocator);
    }

    public static Outcome run(ContractSubject subject, Allocator allocator, Plan plan) {
        RandomScript script = new RandomScript(subject, allocator, plan);
        long step = 0;
        try {
            for (; step < plan.steps(); step++) {
                script.step(step);
            }
            script.drain();
            return new Outcome(plan.steps(), script.served, script.refusals, script.walks);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(
                    failure.getMessage() + " [seed=" + plan.seed() + ", step=" + step + ", plan=" + plan + "]",
                    failure);
        }
    }

    private void step(long step) {
        boolean growing = step / PHASE_STEPS % 2 == 0;
        int dice = random.nextInt(100);
        if (model.count() == 0 || (dice < (growing ? 60 : 30) && model.count() < plan.maxLive())) {
            allocate();
        } else if (dice < 80) {
            free(model.pick(random));
        } else if (dice < 96) {
            resize(model.pick(random));
        } else if (subject.has(Trait.CATCHES_MISUSE)) {
            misuse(model.pick(random));
        }
        if (step % plan.checkEvery() == 0) {
            check();
        }
    }

    private void check() {
        subject.check(allocator);
        AllocatorStatistics statistics = allocator.statistics();
        require(statistics.isConserved(), "bytes are conserved", statistics);
        require(statistics.liveBlocks() == model.count(), "live blocks are as many as the model's", statistics);
        require(statistics.liveBlockBytes() >= model.requestedBytes(), "blocks hold what was asked for", statistics);
        walks++;
    }

    private static void require(boolean holds, String rule, Object found) {
        if (!holds) {
            throw new AssertionError(rule + ", found=" + found);
        }
    }

    private void allocate() {
        long size = randomSize();
        long alignment = randomAlignment();
        long address = allocator.tryAllocate(size, alignment);
        if (address != Allocator.NULL) {
            model.allocated(address, size, alignment);
            served++;
        } else if (!subject.has(Trait.REUSES)) {
            model.verifyAll();
            model.clear();
            subject.recycle(allocator);
        } else if (model.count() > 0) {
            free(model.pick(random));
        }
    }

    /** Small sizes dominate; one in sixteen is up to the largest. */
    private long randomSize() {
        long bound = switch (random.nextInt(16)) {
            case 0 -> plan.maxSize();
            case 1, 2, 3 -> Math.min(plan.maxSize(), 8_192);
            default -> Math.min(plan.maxSize(), 1_024);
        };
        return 1 + random.nextLong(bound);
    }

    private long randomAlignment() {
        int most = Long.numberOfTrailingZeros(plan.maxAlignment());
        return 1L << (random.nextInt(8) == 0 ? random.nextInt(most + 1) : random.nextInt(Math.min(most, 4) + 1));
    }

    private void free(ShadowModel.Block block) {
        model.freed(block);
        lastFreed = block;
        if (!(allocator instanceof SizeAware aware)) {
            allocator.free(block.address(), block.size(), block.alignment());
            return;
        }
        long usable = aware.usableSize(block.address());
        if (usable < block.size()) {
            throw new AssertionError("usable below requested, " + block + ", usable=" + usable);
        }
        switch (random.nextInt(3)) {
            case 0 -> aware.free(block.address());
            case 1 -> aware.free(block.address(), usable, block.alignment());
            default -> aware.free(block.address(), block.size(), block.alignment());
        }
    }

    private void resize(ShadowModel.Block block) {
        long other = randomSize();
        long newSize = random.nextBoolean() ? other : block.size() + random.nextLong(64);
        if (random.nextBoolean()) {
            resizeInPlace(block, newSize);
        } else {
            resizeAnywhere(block, newSize);
        }
    }

    private void resizeInPlace(ShadowModel.Block block, long newSize) {
        boolean done = newSize >= block.size()
                ? allocator.tryGrowInPlace(block.address(), block.size(), newSize)
                : allocator.tryShrinkInPlace(block.address(), block.size(), newSize);
        if (done) {
            model.resized(block, block.address(), newSize, block.alignment());
        }
    }

    private void resizeAnywhere(ShadowModel.Block block, long newSize) {
        long alignment = random.nextInt(4) == 0 ? Math.max(block.alignment(), randomAlignment()) : block.alignment();
        Movement movement = random.nextInt(3) == 0 ? Movement.MUST_NOT_MOVE : Movement.MAY_MOVE;
        long address;
        try {
            address = newSize >= block.size()
                    ? allocator.grow(block.address(), block.size(), newSize, alignment, movement)
                    : allocator.shrink(block.address(), block.size(), newSize, alignment, movement);
        } catch (AllocationException full) {
            require(full.kind() == AllocationException.Kind.NO_MEMORY, "a resize fails for want of memory", full);
            return;
        }
        if (movement == Movement.MUST_NOT_MOVE) {
            require(address == block.address(), "what must not move stays", block);
        }
        model.resized(block, address, newSize, alignment);
    }

    private void misuse(ShadowModel.Block block) {
        ShadowModel.Block freed = lastFreed;
        if (freed != null && !model.covers(freed.address()) && random.nextBoolean()) {
            refused(freed.address(), freed.size(), freed.alignment());
        } else if (block.size() > 1) {
            refused(block.address() + 1 + random.nextLong(block.size() - 1), 1, 1);
        }
    }

    private void refused(long address, long size, long alignment) {
        try {
            allocator.free(address, size, alignment);
        } catch (AllocationException refusal) {
            require(refusal.kind() == AllocationException.Kind.NOT_ALLOCATED, "a bad free is told as such", refusal);
            refusals++;
            return;
        }
        throw new AssertionError("a bad free was taken, address=" + address);
    }

    private void drain() {
        model.verifyAll();
        while (model.count() > 0) {
            free(model.pick(random));
        }
        check();
        AllocatorStatistics drained = allocator.statistics();
        require(drained.liveBlockBytes() == 0, "nothing is live in the end", drained);
    }
}
