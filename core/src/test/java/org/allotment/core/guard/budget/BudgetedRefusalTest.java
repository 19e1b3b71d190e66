package org.allotment.core.guard.budget;

import static org.allotment.core.Movement.MAY_MOVE;
import static org.allotment.core.Movement.MUST_NOT_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.SizeAware;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.buddy.BuddyAllocator;
import org.allotment.core.buddy.BuddyOptions;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bad call is refused as the engine alone refuses it: no hook is asked about it, and nothing is charged for it. */
@Timeout(60)
final class BudgetedRefusalTest {
    private static final long BYTES = 1 << 20;
    private static final long FOREIGN = 1L << 45;

    /** Engines that catch everything at the call, each checked and with an owner. */
    enum Engine {
        TLSF,
        SLAB,
        BUDDY,
        BIT_SET;

        Allocator bare() {
            MemoryMapSource maps = MemoryMapSource.create();
            return switch (this) {
                case TLSF -> TlsfAllocator.over(maps.obtain(BYTES, 4_096), BYTES, TlsfOptions.DEFAULT);
                case SLAB -> SlabAllocator.checked(maps);
                case BUDDY -> BuddyAllocator.over(maps.obtain(BYTES, 4_096), BYTES, BuddyOptions.DEFAULT);
                case BIT_SET -> BitSetAllocator.checked(maps, BYTES, 64);
            };
        }

        BudgetedAllocator within(Budget budget, long credit) {
            Allocator engine = bare();
            if (engine instanceof BitSetAllocator bits) {
                return new BudgetedAllocator(bits, bits::usableBytes, budget, credit);
            }
            return new BudgetedSizeAware((SizeAware) engine, budget, credit);
        }
    }

    /** A call, given a live block of 100 bytes and one that was freed. */
    @FunctionalInterface
    interface Call {
        void run(Allocator allocator, long live, long freed);
    }

    private static final Map<String, Call> BAD = new LinkedHashMap<>();

    /** Right as long as the allocator is open and the caller its owner. */
    private static final Map<String, Call> GOOD = new LinkedHashMap<>();

    static {
        badBlocks(BAD);
        badFrees(BAD);
        badResizes(BAD);
        GOOD.put("allocate", (allocator, _, _) -> allocator.allocate(100, 8));
        GOOD.put("tryAllocate", (allocator, _, _) -> allocator.tryAllocate(5_000, 8));
        GOOD.put("free", (allocator, live, _) -> allocator.free(live, 100, 8));
        GOOD.put("tryGrow", (allocator, live, _) -> allocator.tryGrowInPlace(live, 100, 4_000));
        GOOD.put("tryShrink", (allocator, live, _) -> allocator.tryShrinkInPlace(live, 100, 10));
        GOOD.put("grow", (allocator, live, _) -> allocator.grow(live, 100, 4_000, 8, MAY_MOVE));
        GOOD.put("shrink", (allocator, live, _) -> allocator.shrink(live, 100, 10, 8, MAY_MOVE));
    }

    private static void badBlocks(Map<String, Call> calls) {
        for (long size : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            calls.put("allocate size " + size, (allocator, _, _) -> allocator.allocate(size, 8));
            calls.put("tryAllocate size " + size, (allocator, _, _) -> allocator.tryAllocate(size, 8));
        }
        for (long alignment : new long[] {0, 3, -8}) {
            calls.put("allocate alignment " + alignment, (allocator, _, _) -> allocator.allocate(100, alignment));
            calls.put("tryAllocate alignment " + alignment, (allocator, _, _) -> allocator.tryAllocate(100, alignment));
            calls.put("free alignment " + alignment, (allocator, live, _) -> allocator.free(live, 100, alignment));
            calls.put(
                    "grow alignment " + alignment,
                    (allocator, live, _) -> allocator.grow(live, 100, 9_000, alignment, MAY_MOVE));
            calls.put(
                    "shrink alignment " + alignment,
                    (allocator, live, _) -> allocator.shrink(live, 100, 9, alignment, MAY_MOVE));
        }
    }

    private static void badFrees(Map<String, Call> calls) {
        calls.put("free twice", (allocator, _, freed) -> allocator.free(freed, 100, 8));
        calls.put("free inside", (allocator, live, _) -> allocator.free(live + 16, 16, 8));
        calls.put("free foreign", (allocator, _, _) -> allocator.free(FOREIGN, 100, 8));
        calls.put("free size 0", (allocator, live, _) -> allocator.free(live, 0, 8));
        calls.put("free too large", (allocator, live, _) -> allocator.free(live, 9_000, 8));
    }

    private static void badResizes(Map<String, Call> calls) {
        calls.put("tryGrow smaller", (allocator, live, _) -> allocator.tryGrowInPlace(live, 100, 99));
        calls.put("tryShrink larger", (allocator, live, _) -> allocator.tryShrinkInPlace(live, 100, 4_000));
        calls.put("grow smaller", (allocator, live, _) -> allocator.grow(live, 100, 99, 8, MAY_MOVE));
        calls.put("shrink larger", (allocator, live, _) -> allocator.shrink(live, 100, 4_000, 8, MAY_MOVE));
        calls.put("shrink to 0", (allocator, live, _) -> allocator.shrink(live, 100, 0, 8, MAY_MOVE));
        calls.put("tryGrow another size", (allocator, live, _) -> allocator.tryGrowInPlace(live, 3_000, 4_000));
        calls.put("grow another size", (allocator, live, _) -> allocator.grow(live, 3_000, 4_000, 8, MAY_MOVE));
        calls.put("shrink another size", (allocator, live, _) -> allocator.shrink(live, 3_000, 9, 8, MUST_NOT_MOVE));
        for (Map.Entry<String, ToLongFunction<long[]>> wrong : Map.<String, ToLongFunction<long[]>>of(
                        "freed", blocks -> blocks[1], "foreign", _ -> FOREIGN, "inside", blocks -> blocks[0] + 16)
                .entrySet()) {
            String name = " " + wrong.getKey();
            ToLongFunction<long[]> which = wrong.getValue();
            calls.put(
                    "tryGrow" + name,
                    (allocator, live, freed) ->
                            allocator.tryGrowInPlace(which.applyAsLong(new long[] {live, freed}), 16, 4_000));
            calls.put(
                    "tryShrink" + name,
                    (allocator, live, freed) ->
                            allocator.tryShrinkInPlace(which.applyAsLong(new long[] {live, freed}), 16, 8));
            calls.put(
                    "grow" + name,
                    (allocator, live, freed) ->
                            allocator.grow(which.applyAsLong(new long[] {live, freed}), 16, 4_000, 8, MAY_MOVE));
            calls.put(
                    "shrink" + name,
                    (allocator, live, freed) ->
                            allocator.shrink(which.applyAsLong(new long[] {live, freed}), 16, 8, 8, MAY_MOVE));
        }
    }

    private final Budget root = Budget.root("root", Budget.UNLIMITED);
    private final List<String> asked = new ArrayList<>();

    /** An allocator with a live block and a freed one. */
    private record Pair(Allocator allocator, long live, long freed) {
        static Pair of(Allocator allocator) {
            long live = allocator.allocate(100, 16);
            long freed = allocator.allocate(100, 16);
            allocator.free(freed, 100, 16);
            return new Pair(allocator, live, freed);
        }

        Throwable thrownBy(Call call) {
            return catchThrowable(() -> call.run(allocator, live, freed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void badCallsAreTheEnginesToRefuse(Engine engine) {
        for (long credit : new long[] {0, 512}) {
            Pair bare = Pair.of(engine.bare());
            Pair guarded = Pair.of(engine.within(root, credit));
            for (boolean room : new boolean[] {true, false}) {
                listen(room);
                BAD.forEach((name, call) -> refusedAlike(name, bare.thrownBy(call), guarded, call));
            }
            stopListening();
            bare.allocator().close();
            guarded.allocator().close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void strangersAndClosedAllocatorsAreTheEnginesToRefuse(Engine engine) throws InterruptedException {
        for (long credit : new long[] {0, 512}) {
            Pair bare = Pair.of(engine.bare());
            Pair guarded = Pair.of(engine.within(root, credit));
            for (boolean room : new boolean[] {true, false}) {
                listen(room);
                elsewhere(() -> GOOD.forEach((name, call) -> refusedAlike(name, bare.thrownBy(call), guarded, call)));
            }
            bare.allocator().close();
            guarded.allocator().close();
            GOOD.forEach((name, call) -> refusedAlike(name, bare.thrownBy(call), guarded, call));
            stopListening();
        }
    }

    private void refusedAlike(String name, Throwable expected, Pair guarded, Call call) {
        assertThat(expected).as("the engine refuses it: %s", name).isNotNull();
        BudgetUsage before = root.usage();
        Throwable found = guarded.thrownBy(call);
        assertThat(found).as(name).hasSameClassAs(expected);
        if (found instanceof AllocationException refusal) {
            assertThat(refusal.kind()).as(name).isEqualTo(((AllocationException) expected).kind());
        }
        assertThat(asked).as(name).isEmpty();
        assertThat(root.usage()).as(name).isEqualTo(before);
        BudgetCheck.check(root);
    }

    private void listen(boolean room) {
        root.changeLimit(room ? Budget.UNLIMITED : root.used());
        root.askBeforeCharges((_, bytes) -> asked.add("veto " + bytes));
        root.askWhenShort((_, bytes) -> asked.add("rescue " + bytes));
    }

    private void stopListening() {
        root.askBeforeCharges(null);
        root.askWhenShort(null);
        root.changeLimit(Budget.UNLIMITED);
    }

    private static void elsewhere(Runnable calls) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread stranger = Thread.ofPlatform().start(() -> {
            Throwable thrown = catchThrowable(calls::run);
            if (thrown != null) {
                failures.add(thrown);
            }
        });
        stranger.join();
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.getFirst());
        }
    }
}
