package org.allotment.core.switching;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.ending.Endings;
import org.allotment.core.guard.MemoryUsage;
import org.allotment.core.pagemap.PageMap;
import org.allotment.core.source.MemorySource;
import org.allotment.core.switching.owner.LocalHeap;
import org.allotment.core.switching.owner.Routes;
import org.allotment.core.switching.owner.Territory;
import org.jspecify.annotations.Nullable;

/**
 * Allocates from the global, the thread's or the context's allocator, whichever the calling thread has selected; frees
 * and resizes where the block is, whoever calls. The package documentation explains how.
 *
 * <p><b>Threading:</b> any thread, platform or virtual. Each thread has a selection of its own, which begins with
 * {@link Selected#GLOBAL}. A platform thread may switch at any time; a virtual thread within {@link #inScope},
 * {@link #withContext} or what they call.
 *
 * <p><b>Checks:</b> those of the allocator that owns the block. A block of a heap that another thread uses right now is
 * left for that thread to free and check; such a block cannot be resized where it is, and one that may move goes to the
 * global allocator, since nobody but its heap's user can ask the heap.
 */
public final class SwitchableAllocator implements Allocator {
    private final Allocator global;
    private final PageMap<Territory> owners = new PageMap<>();
    private final Cells cells = new Cells();
    private final Routes routes;
    private final Set<Context> contexts = ConcurrentHashMap.newKeySet();
    private final ThreadHeaps threadHeaps = new ThreadHeaps();
    private volatile boolean closed;

    private SwitchableAllocator(Allocator global) {
        this.global = Objects.requireNonNull(global, "global");
        routes = new Routes(global, owners);
    }

    /**
     * Makes a switchable allocator.
     *
     * @param global one that any thread may call; closed together with this one
     * @return the allocator, with {@link Selected#GLOBAL} selected by every thread
     */
    public static SwitchableAllocator over(Allocator global) {
        return new SwitchableAllocator(global);
    }

    /** The heap that the calling thread has selected, or null for the global allocator. */
    private @Nullable LocalHeap selectedHeap() {
        Cell cell = cells.find();
        return cell == null ? null : cell.selectedHeap();
    }

    @Override
    public long allocate(long size, long alignment) {
        LocalHeap heap = selectedHeap();
        return heap == null ? global.allocate(size, alignment) : heap.allocate(size, alignment);
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        LocalHeap heap = selectedHeap();
        return heap == null ? global.tryAllocate(size, alignment) : heap.tryAllocate(size, alignment);
    }

    /** The heap that an address is of, or null. */
    @Nullable
    LocalHeap ownerOf(long address) {
        return routes.ownerOf(address);
    }

    /** The allocator for {@link GlobalHandle}. */
    Allocator global() {
        return global;
    }

    @Override
    public void free(long address, long size, long alignment) {
        if (!routes.isOfHeap(address)) {
            global.free(address, size, alignment);
            return;
        }
        // The heap is guessed from the thread: that of the block is at the end of a chain of loads from its address.
        LocalHeap heap = selectedHeap();
        if (heap != null && heap.isHot(address)) {
            heap.freeHot(address, size, alignment);
        } else {
            routes.free(address, size, alignment);
        }
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        return routes.tryGrowInPlace(address, size, newSize);
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        return routes.tryShrinkInPlace(address, size, newSize);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        return routes.grow(address, size, newSize, alignment, movement);
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        return routes.shrink(address, size, newSize, alignment, movement);
    }

    @Override
    public boolean contains(long address) {
        return global.contains(address) || ownerOf(address) != null;
    }

    /**
     * Reports where the bytes are that the calling thread can account for: those of the global allocator, of the
     * thread's own, and of the context that is in.
     */
    @Override
    public AllocatorStatistics statistics() {
        AllocatorStatistics sum = global.statistics();
        Cell cell = cells.find();
        if (cell == null) {
            return sum;
        }
        LocalHeap ofContext = cell.state().heap();
        sum = ofContext == null ? sum : sum.plus(ofContext.statistics());
        LocalHeap ofThread = cell.threadHeap();
        return ofThread == null ? sum : sum.plus(ofThread.statistics());
    }

    /**
     * Makes a handle that allocates from the global allocator whatever is selected: for what threads share.
     *
     * @return a handle that frees and resizes as this allocator does; closing it ends the handle only
     */
    public GlobalHandle globalHandle() {
        return new GlobalHandle(this);
    }

    /**
     * Returns what the calling thread has selected.
     *
     * @return the selection
     */
    public Selected selected() {
        return save().selected();
    }

    /**
     * Selects something else, to be undone by {@link #leave}.
     *
     * @param wanted where allocations are to go
     * @return a mark, for {@code leave}
     * @throws IllegalStateException if the calling thread has no such allocator, or is a virtual one without a scope
     */
    public long enter(Selected wanted) {
        return cells.require().enter(wanted);
    }

    /**
     * Undoes the innermost {@link #enter} of the calling thread: what was selected before, is; a context that was
     * swapped in since goes out.
     *
     * @param mark what {@code enter} returned
     * @throws IllegalStateException if the innermost is another
     */
    public void leave(long mark) {
        cells.require().leave(mark);
    }

    /**
     * Saves what the calling thread is running in: its selection and its context.
     *
     * @return the state, for {@link #restore} on this or another thread
     */
    public SwitchState save() {
        Cell cell = cells.find();
        return cell == null ? Cell.initial() : cell.state();
    }

    /**
     * Restores what was saved, here or elsewhere, or is a {@linkplain Context#state() context's own}: selection and
     * context in one step. The context that was in goes out and is free for others.
     *
     * @param state what to run in
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if it is of another switchable allocator
     * @throws IllegalStateException if its context is closed or has another user, if it selects an allocator that the
     *     thread has not got, or if the thread is a virtual one without a scope; nothing is changed then
     */
    public void restore(SwitchState state) {
        Context context = state.context();
        if (context != null) {
            context.requireHome(this);
        }
        cells.require().replace(state);
    }

    /**
     * Puts another context in place of the one that is in; what is selected stays.
     *
     * @param replacement the context, or null for none
     * @return the context that was in, or null; it is free for others
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if it is of another switchable allocator
     * @throws IllegalStateException if it is closed or has another user, if the context is selected and there is no
     *     replacement, or if the thread is a virtual one without a scope; nothing is changed then
     */
    public @Nullable Context swap(@Nullable Context replacement) {
        if (replacement != null) {
            replacement.requireHome(this);
        }
        return cells.require().swap(replacement);
    }

    /**
     * Calls something with the global allocator selected.
     *
     * @param <R> type of the result
     * @param <X> type of its exception
     * @param operation what to call
     * @return its result
     * @throws X if it throws; what was selected before is selected again in any case
     */
    // A virtual thread without a scope has nothing else selected, and what opens a scope ends it.
    public <R extends @Nullable Object, X extends Throwable> R withGlobal(
            ScopedValue.CallableOp<? extends R, X> operation) throws X {
        Cell cell = cells.findOrCreate();
        if (cell == null) {
            return operation.call();
        }
        int depth = cell.depth();
        cell.enter(Selected.GLOBAL);
        return runAndUnwind(cell, depth, operation);
    }

    /**
     * Calls something with the thread's allocator selected.
     *
     * @param <R> type of the result
     * @param <X> type of its exception
     * @param operation what to call
     * @return its result
     * @throws X if it throws; what was selected before is selected again in any case
     * @throws IllegalStateException if the calling thread has none
     */
    public <R extends @Nullable Object, X extends Throwable> R withThreadLocal(
            ScopedValue.CallableOp<? extends R, X> operation) throws X {
        Cell cell = cells.require();
        int depth = cell.depth();
        cell.enter(Selected.THREAD_LOCAL);
        return runAndUnwind(cell, depth, operation);
    }

    /**
     * Calls something with the thread's allocator selected, and tells how its use has changed.
     *
     * @param <R> type of the result
     * @param <X> type of its exception
     * @param usage told the signed change in usable bytes, also when the operation throws; includes what other threads
     *     freed meanwhile
     * @param operation what to call
     * @return its result
     * @throws X if it throws; what was selected before is selected again in any case
     * @throws IllegalStateException if the calling thread has none
     */
    public <R extends @Nullable Object, X extends Throwable> R withThreadLocal(
            Consumer<? super MemoryUsage> usage, ScopedValue.CallableOp<? extends R, X> operation) throws X {
        LocalHeap heap = cells.require().requireThreadHeap();
        MemoryUsage before = heap.usage();
        try {
            return withThreadLocal(operation);
        } finally {
            usage.accept(heap.usage().since(before));
        }
    }

    /**
     * Calls something in a context, with the context's allocator selected. On a virtual thread this opens a scope, if
     * none is open, which ends with the call.
     *
     * @param <R> type of the result
     * @param <X> type of its exception
     * @param context the context to be in
     * @param operation what to call
     * @return its result
     * @throws X if it throws; what was selected before is selected again in any case
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the context is of another switchable allocator
     * @throws IllegalStateException if the context is closed or has another user
     */
    public <R extends @Nullable Object, X extends Throwable> R withContext(
            Context context, ScopedValue.CallableOp<? extends R, X> operation) throws X {
        context.requireHome(this);
        Cell found = cells.findOrCreate();
        Cell cell = found == null ? new Cell(Thread.currentThread()) : found;
        int depth = cell.depth();
        cell.enter(context);
        return found == null ? bindAndUnwind(cell, operation) : runAndUnwind(cell, depth, operation);
    }

    /**
     * Calls something in a context, with the context's allocator selected, and tells how its use has changed.
     *
     * @param <R> type of the result
     * @param <X> type of its exception
     * @param context the context to be in
     * @param usage told the signed change in usable bytes, also when the operation throws; includes what other threads
     *     freed meanwhile
     * @param operation what to call
     * @return its result
     * @throws X if it throws; what was selected before is selected again in any case
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the context is of another switchable allocator
     * @throws IllegalStateException if the context is closed or has another user
     */
    public <R extends @Nullable Object, X extends Throwable> R withContext(
            Context context, Consumer<? super MemoryUsage> usage, ScopedValue.CallableOp<? extends R, X> operation)
            throws X {
        return withContext(context, () -> {
            MemoryUsage before = context.heap().usage();
            try {
                // The outer call keeps the context in use even if the operation swaps it out.
                return withContext(context, operation);
            } finally {
                usage.accept(context.heap().usage().since(before));
            }
        });
    }

    /**
     * Calls something in which the calling thread, virtual or not, may switch, swap and restore as it likes; afterwards
     * everything is as before.
     *
     * @param <R> type of the result
     * @param <X> type of its exception
     * @param operation what to call
     * @return its result
     * @throws X if it throws
     */
    public <R extends @Nullable Object, X extends Throwable> R inScope(ScopedValue.CallableOp<? extends R, X> operation)
            throws X {
        Cell found = cells.findOrCreate();
        Cell cell = found == null ? new Cell(Thread.currentThread()) : found;
        int depth = cell.depth();
        cell.enter(cell.state().selected());
        return found == null ? bindAndUnwind(cell, operation) : runAndUnwind(cell, depth, operation);
    }

    private static <R extends @Nullable Object, X extends Throwable> R runAndUnwind(
            Cell cell, int depth, ScopedValue.CallableOp<? extends R, X> operation) throws X {
        try {
            return operation.call();
        } finally {
            cell.unwind(depth);
        }
    }

    private <R extends @Nullable Object, X extends Throwable> R bindAndUnwind(
            Cell cell, ScopedValue.CallableOp<? extends R, X> operation) throws X {
        try {
            return cells.bind(cell, operation);
        } finally {
            cell.unwind(0);
        }
    }

    /**
     * Makes a context without a user.
     *
     * @param source where its memory comes from and goes back to when it is closed
     * @param engine the kind of its allocator
     * @return the context
     * @throws AllocationException if the engine does not come into being
     * @throws IllegalStateException if this allocator is closed
     */
    public Context newContext(MemorySource source, LocalEngine engine) {
        Context context = new Context(this, contexts, newHeap(source, engine));
        contexts.add(context);
        return context;
    }

    private LocalHeap newHeap(MemorySource source, LocalEngine engine) {
        if (closed) {
            throw new IllegalStateException("the switchable allocator is closed, closed=true");
        }
        return LocalHeap.create(owners, source, engine::over, engine.mappedAbove());
    }

    /**
     * Gives the calling platform thread an allocator of its own, not selected yet.
     *
     * @param source where its memory comes from
     * @param engine the kind of the allocator
     * @throws AllocationException if the engine does not come into being
     * @throws IllegalStateException if the thread has one already or is virtual, or this allocator is closed
     */
    public void initializeThreadLocal(MemorySource source, LocalEngine engine) {
        Cell cell = cells.requireOfPlatform();
        cell.requireNoThreadHeap();
        threadHeaps.sweep();
        threadHeaps.give(cell, newHeap(source, engine));
    }

    /**
     * Closes the calling thread's allocator and gives its memory back.
     *
     * @return what went out and came back in its life
     * @throws IllegalStateException if the thread has none, has it selected, or blocks of it are live: the message says
     *     how many; nothing is changed then
     */
    public MemoryUsage dropThreadLocal() {
        return threadHeaps.drop(cells.requireOfPlatform());
    }

    /**
     * Parts the calling thread from its allocator. Blocks stay where they are and may be freed by anybody; the last free
     * closes it, unless a thread {@linkplain #adoptThreadLocal adopts} it before. The same becomes of the allocators of
     * threads that end.
     *
     * @throws IllegalStateException if the thread has none, or has it selected
     */
    public void abandonThreadLocal() {
        threadHeaps.abandon(cells.requireOfPlatform());
    }

    /**
     * Makes an abandoned allocator, or that of a thread that has ended, the calling thread's own.
     *
     * @return false when there is none
     * @throws IllegalStateException if the thread has an allocator already or is virtual
     */
    public boolean adoptThreadLocal() {
        return threadHeaps.adopt(cells.requireOfPlatform());
    }

    /**
     * Returns what went out of the calling thread's allocator and came back.
     *
     * @return a snapshot, in usable bytes
     * @throws IllegalStateException if the thread has none
     */
    public MemoryUsage threadLocalUsage() {
        return cells.requireOfPlatform().requireThreadHeap().usage();
    }

    /**
     * Closes every context, every thread's allocator and the global one, also those after one that could not give
     * everything back; what that one threw is thrown at the end. Blocks still out become invalid; every later call
     * fails. A second call does nothing.
     *
     * @throws IllegalStateException if another thread that is alive has an allocator of its own or is in a context;
     *     nothing is changed then
     */
    @Override
    public void close() {
        List<LocalHeap> heaps = new ArrayList<>(threadHeaps.all());
        contexts.forEach(context -> heaps.add(context.heap()));
        LocalHeap.visitAll(heaps, cells.find());
        closed = true;
        contexts.clear();
        threadHeaps.all().clear();
        Endings endings = new Endings();
        heaps.stream().filter(heap -> !heap.isClosed()).forEach(heap -> endings.end(heap::close));
        endings.end(global::close);
        endings.report();
    }

    /**
     * Walks the invariants: S1 and S2 of the package for the calling thread, those of the memory it uses.
     *
     * @throws AssertionError if one is broken
     */
    void check() {
        Cell cell = cells.find();
        if (cell != null) {
            cell.check();
        }
    }
}
