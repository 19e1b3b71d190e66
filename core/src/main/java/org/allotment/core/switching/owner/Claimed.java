package org.allotment.core.switching.owner;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.allotment.core.concurrent.claim.Backoff;
import org.allotment.core.ending.Endings;
import org.jspecify.annotations.Nullable;

/**
 * The word that says who uses a heap: nobody, a user, a visitor, or nobody ever again. The package documentation draws
 * its steps.
 */
@SuppressWarnings("ReferenceEquality") // a user is its identity
abstract sealed class Claimed permits LocalHeap {
    private static final VarHandle USER = userHandle();
    private static final HeapUser VISITOR = new FixedUser("visitor");
    private static final HeapUser CLOSED = new FixedUser("closed");
    private static final int SPINS = 128;

    /** Somebody who is no thread. */
    private record FixedUser(String name) implements HeapUser {
        @Override
        public final boolean isGone() {
            return false;
        }

        @Override
        public @Nullable Thread threadOrNull() {
            return null;
        }
    }

    /** A heap is born with a visitor, its maker; whoever claims it after that sees all that was written before. */
    private volatile @Nullable HeapUser user = VISITOR;

    private static VarHandle userHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(LocalHeap.class, "user", HeapUser.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /**
     * Tells whether somebody is the user. Any thread; exact for the user itself.
     *
     * @param candidate who asks
     * @return true when it is
     */
    public final boolean isUsedBy(@Nullable HeapUser candidate) {
        return candidate != null && (HeapUser) USER.get(this) == candidate;
    }

    /**
     * Tells whether the calling thread is the user. Any thread; exact for the user itself.
     *
     * @return true when it is
     */
    public final boolean isUsedByCaller() {
        HeapUser now = (HeapUser) USER.get(this);
        return now != null && now.threadOrNull() == Thread.currentThread();
    }

    /**
     * Becomes the user if there is none, or one that has ended. Any thread; waits for visitors, whose calls are short.
     *
     * @param candidate who wants to
     * @return true when it now is; false when somebody else is
     * @throws IllegalStateException if the heap is closed
     */
    public final boolean tryClaim(HeapUser candidate) {
        boolean mine = tryClaimIfOpen(candidate);
        if (!mine && isClosed()) {
            throw new IllegalStateException("the allocator of this memory is closed, caller=" + candidate.name());
        }
        return mine;
    }

    private boolean tryClaimIfOpen(HeapUser candidate) {
        Boolean mine = answer(candidate);
        return mine != null ? mine : Backoff.await(Claimed::answer, this, candidate, SPINS);
    }

    /** What a candidate is told; null while a visitor is there, or another candidate came first. */
    private @Nullable Boolean answer(HeapUser candidate) {
        HeapUser now = user;
        if (now == null || now.isGone()) {
            return USER.compareAndSet(this, now, candidate) ? Boolean.TRUE : null;
        }
        return now == VISITOR ? null : Boolean.FALSE;
    }

    /**
     * Names the user for messages. Any thread.
     *
     * @return its name, or "none"
     */
    public final String userName() {
        HeapUser now = user;
        return now == null ? "none" : now.name();
    }

    /**
     * Returns the thread of the user. Any thread; exact for the user itself.
     *
     * @return it, or null when there is no user, or none that is a thread
     */
    public final @Nullable Thread userThread() {
        HeapUser now = user;
        return now == null ? null : now.threadOrNull();
    }

    /**
     * Tells whether the heap is closed. Any thread.
     *
     * @return true when it is
     */
    public final boolean isClosed() {
        return user == CLOSED;
    }

    /** Becomes the user if there is none that is alive, without waiting for visitors. */
    final boolean tryTake(HeapUser candidate) {
        HeapUser now = user;
        return (now == null || now.isGone()) && USER.compareAndSet(this, now, candidate);
    }

    final boolean tryTakeAsVisitor() {
        return tryTake(VISITOR);
    }

    /** Becomes the visitor in place of a user that has ended. */
    final boolean tryReplaceGoneUser() {
        HeapUser now = user;
        return now != null && now.isGone() && USER.compareAndSet(this, now, VISITOR);
    }

    /** Stops being the user. */
    final void leave() {
        user = null;
    }

    /** Stops being the user; nobody will be again. */
    final void end() {
        user = CLOSED;
    }

    /**
     * Becomes the user for the time of one call. Any thread; to be ended by {@link LocalHeap#release}.
     *
     * @return false when there is a user
     * @throws IllegalStateException if the heap is closed
     */
    public final boolean tryVisit() {
        return tryClaim(VISITOR);
    }

    /**
     * Becomes the user of each of some heaps, but for those that are closed or one's own; or of none of them.
     *
     * @param heaps which
     * @param self whose heaps are left out; null for nobody's
     * @throws IllegalStateException if somebody else is the user of one
     */
    public static void visitAll(List<LocalHeap> heaps, @Nullable HeapUser self) {
        List<LocalHeap> visited = new ArrayList<>(heaps.size());
        for (LocalHeap heap : heaps) {
            if (heap.isUsedBy(self)) {
                continue;
            }
            if (((Claimed) heap).tryClaimIfOpen(VISITOR)) {
                visited.add(heap);
            } else if (!heap.isClosed()) {
                Endings endings = new Endings();
                endings.failed(
                        new IllegalStateException("memory is in use by another thread, user=" + heap.userName()));
                visited.forEach(each -> endings.end(each::release));
                endings.report();
            }
        }
    }
}
