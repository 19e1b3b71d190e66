package org.allotment.harness.subject.allotment;

import org.allotment.core.Allocator;
import org.allotment.core.Movement;
import org.allotment.core.catalog.EngineCatalog;
import org.allotment.core.catalog.Form;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/** A single-owner engine behind a lock, one for the process: what it costs to share what was not made for it. */
public final class LockedSubject implements AddressSubject {
    private final Allocator allocator;

    private LockedSubject(Allocator allocator) {
        this.allocator = allocator;
    }

    /** Made when it is first asked for. */
    private static final class Queued {
        static final Allocator ALLOCATOR =
                EngineCatalog.open("concurrent-queued", Form.CHECKED, MemoryMapSource.create());

        private Queued() {}
    }

    /** Made when it is first asked for. */
    private static final class Spinning {
        static final Allocator ALLOCATOR =
                EngineCatalog.open("concurrent-spin", Form.CHECKED, MemoryMapSource.create());

        private Spinning() {}
    }

    /**
     * Opens the one behind a lock that waiters queue for.
     *
     * @return a subject of any thread
     */
    public static LockedSubject queued() {
        return new LockedSubject(Queued.ALLOCATOR);
    }

    /**
     * Opens the one behind a lock that waiters spin for.
     *
     * @return a subject of any thread
     */
    public static LockedSubject spinning() {
        return new LockedSubject(Spinning.ALLOCATOR);
    }

    @Override
    public long allocate(long size) {
        return allocator.allocate(size, Subject.ALIGNMENT);
    }

    @Override
    public void free(long address, long size) {
        allocator.free(address, size, Subject.ALIGNMENT);
    }

    @Override
    public long allocate(long size, long alignment) {
        return allocator.allocate(size, alignment);
    }

    @Override
    public void free(long address, long size, long alignment) {
        allocator.free(address, size, alignment);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment) {
        return allocator.grow(address, size, newSize, alignment, Movement.MAY_MOVE);
    }
}
