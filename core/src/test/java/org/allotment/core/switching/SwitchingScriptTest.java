package org.allotment.core.switching;

import static org.allotment.core.switching.SwitchingFixture.context;
import static org.allotment.core.switching.SwitchingFixture.region;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.allotment.core.Movement;
import org.allotment.core.ShadowModel;
import org.allotment.core.switching.owner.LocalHeap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A seeded script of three threads that take turns: they switch, swap, save, restore and free each other's blocks, beside
 * a model of what each has selected and of who uses which context.
 */
@SuppressWarnings("ReferenceEquality") // threads and contexts are their identities
final class SwitchingScriptTest {
    private static final int STEPS = 6_000;
    private static final List<Selected> SELECTIONS =
            List.of(Selected.GLOBAL, Selected.THREAD_LOCAL, Selected.CONTEXT_LOCAL);
    private static final int MAX_LIVE = 200;

    /** What the model knows of one thread. */
    private static final class Actor {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Deque<Frame> frames = new ArrayDeque<>();
        private Selected selected = Selected.GLOBAL;
        private @Nullable Context context;

        boolean uses(Context wanted) {
            return context == wanted || frames.stream().anyMatch(frame -> frame.context == wanted);
        }
    }

    private record Frame(
            long mark, Selected selected, @Nullable Context context) {}

    private final Arena arena = Arena.ofShared();
    private final SwitchableAllocator allocator = SwitchingFixture.create(arena);
    private final ShadowModel model = new ShadowModel(allocator);
    private final List<Actor> actors = List.of(new Actor(), new Actor(), new Actor());
    private final List<Context> contexts = new ArrayList<>();
    private SplittableRandom random = new SplittableRandom();

    @ParameterizedTest
    @ValueSource(longs = {4, 0x5317C4, 0xC31})
    void whateverIsSelectedBlocksComeFromThereAndGoHome(long given) throws InterruptedException, ExecutionException {
        long seed = Long.getLong("allotment.seed", given);
        random = new SplittableRandom(seed);
        for (int i = 0; i < 4; i++) {
            contexts.add(context(allocator, arena));
        }
        int step = 0;
        try {
            for (Actor actor : actors) {
                run(actor, () -> allocator.initializeThreadLocal(region(arena, 1 << 20), SwitchingFixture.TLSF));
            }
            for (; step < STEPS; step++) {
                Actor actor = actors.get(random.nextInt(actors.size()));
                run(actor, () -> step(actor));
            }
            drain();
        } catch (ExecutionException failure) {
            throw new AssertionError(failure.getCause() + " [seed=" + seed + ", step=" + step + "]", failure);
        } finally {
            for (Actor actor : actors) {
                actor.thread.close();
            }
        }
        allocator.close();
        arena.close();
    }

    private static void run(Actor actor, Runnable work) throws InterruptedException, ExecutionException {
        actor.thread.submit(work).get();
    }

    private void step(Actor actor) {
        switch (random.nextInt(12)) {
            case 0 -> enter(actor);
            case 1 -> leave(actor);
            case 2 -> swap(actor);
            case 3 -> restore(actor);
            case 4 -> callBack(actor);
            case 5, 6, 7 -> allocate(actor);
            case 8, 9, 10 -> free();
            default -> resize();
        }
        allocator.check();
        require(allocator.selected() == actor.selected, "what is selected", allocator.selected());
        require(allocator.save().context() == actor.context, "which context is in", allocator.save());
    }

    private void enter(Actor actor) {
        Selected wanted = SELECTIONS.get(random.nextInt(3));
        boolean possible = wanted != Selected.CONTEXT_LOCAL || actor.context != null;
        if (actor.frames.size() >= 20) {
            return;
        }
        try {
            long mark = allocator.enter(wanted);
            require(possible, "what was never set is refused", wanted);
            actor.frames.push(new Frame(mark, actor.selected, actor.context));
            actor.selected = wanted;
        } catch (IllegalStateException refusal) {
            require(!possible, "what is set is selected", refusal);
        }
    }

    private void leave(Actor actor) {
        if (actor.frames.size() > 1 && random.nextInt(4) == 0) {
            requireIllegal(() -> allocator.leave(actor.frames.getLast().mark));
        } else if (!actor.frames.isEmpty()) {
            Frame frame = actor.frames.pop();
            allocator.leave(frame.mark);
            actor.selected = frame.selected;
            actor.context = frame.context;
        }
    }

    private void swap(Actor actor) {
        Context wanted = random.nextInt(4) == 0 ? null : contexts.get(random.nextInt(contexts.size()));
        if (wanted == null ? actor.selected == Selected.CONTEXT_LOCAL : isTaken(actor, wanted)) {
            requireIllegal(() -> allocator.swap(wanted));
        } else {
            require(allocator.swap(wanted) == actor.context, "swap returns what was in", wanted);
            actor.context = wanted;
        }
    }

    private boolean isTaken(Actor actor, Context wanted) {
        return actors.stream().anyMatch(other -> other != actor && other.uses(wanted));
    }

    private void restore(Actor actor) {
        Context wanted = contexts.get(random.nextInt(contexts.size()));
        SwitchState state = wanted.state(SELECTIONS.get(random.nextInt(3)));
        if (isTaken(actor, wanted)) {
            requireIllegal(() -> allocator.restore(state));
        } else {
            allocator.restore(state);
            actor.context = wanted;
            actor.selected = state.selected();
        }
    }

    private void callBack(Actor actor) {
        Context wanted = contexts.get(random.nextInt(contexts.size()));
        if (isTaken(actor, wanted)) {
            requireIllegal(() -> allocator.withContext(wanted, () -> null));
            return;
        }
        boolean failing = random.nextBoolean();
        try {
            allocator.withContext(wanted, () -> {
                allocate(wanted.heap());
                allocator.enter(Selected.GLOBAL);
                allocate((LocalHeap) null);
                if (failing) {
                    throw new UnsupportedOperationException("out");
                }
                return null;
            });
        } catch (UnsupportedOperationException out) {
            require(failing, "exceptions go through", out);
        }
    }

    private void allocate(Actor actor) {
        switch (actor.selected) {
            case GLOBAL -> allocate((LocalHeap) null);
            case CONTEXT_LOCAL ->
                allocate(java.util.Objects.requireNonNull(actor.context).heap());
            case THREAD_LOCAL -> {
                long address = allocator.allocate(40, 8);
                LocalHeap owner = allocator.ownerOf(address);
                require(owner != null && owner.userThread() == Thread.currentThread(), "own memory", address);
                model.allocated(address, 40, 8);
            }
        }
    }

    private void allocate(@Nullable LocalHeap expected) {
        if (model.count() < MAX_LIVE) {
            long size = 1 + random.nextLong(2_000);
            long address = allocator.allocate(size, 8);
            require(allocator.ownerOf(address) == expected, "blocks come from what is selected", address);
            model.allocated(address, size, 8);
        }
    }

    private void free() {
        if (model.count() > 0) {
            ShadowModel.Block block = model.pick(random);
            model.freed(block);
            allocator.free(block.address(), block.size(), 8);
        }
    }

    private void resize() {
        if (model.count() == 0) {
            return;
        }
        ShadowModel.Block block = model.pick(random);
        long newSize = 1 + random.nextLong(2_000);
        LocalHeap owner = allocator.ownerOf(block.address());
        long address = newSize >= block.size()
                ? allocator.grow(block.address(), block.size(), newSize, 8, Movement.MAY_MOVE)
                : allocator.shrink(block.address(), block.size(), newSize, 8, Movement.MAY_MOVE);
        LocalHeap after = allocator.ownerOf(address);
        boolean busy = owner != null && owner.userThread() != null && owner.userThread() != Thread.currentThread();
        require(after == owner || (busy && after == null), "resizes go home, or out of a heap in use", address);
        model.resized(block, address, newSize, 8);
    }

    private void drain() throws InterruptedException, ExecutionException {
        model.verifyAll();
        while (model.count() > 0) {
            free();
        }
        for (Actor actor : actors) {
            run(actor, () -> {
                while (!actor.frames.isEmpty()) {
                    leave(actor);
                }
                allocator.restore(java.util.Objects.requireNonNull(SwitchState.of(null, Selected.GLOBAL)));
                require(allocator.dropThreadLocal().inUse() == 0, "nothing is live in a thread's", actor);
            });
        }
        for (Context context : contexts) {
            require(context.usage().inUse() == 0, "nothing is live in a context", context.usage());
            require(context.refusedFrees() == 0, "no free was refused", context.refusedFrees());
        }
        require(allocator.statistics().liveBlocks() == 0, "nothing is live globally", allocator.statistics());
    }

    private void requireIllegal(Runnable call) {
        SwitchState before = allocator.save();
        try {
            call.run();
        } catch (IllegalStateException refusal) {
            require(allocator.save() == before, "a refusal changes nothing", refusal);
            return;
        }
        throw new AssertionError("it must be refused");
    }

    private static void require(boolean holds, String rule, @Nullable Object what) {
        if (!holds) {
            throw new AssertionError(rule + ", found=" + what);
        }
    }
}
