package org.allotment.harness.subject.allotment;

import org.allotment.core.Movement;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;

/**
 * The allocator that every thread can use, through its shared entry. There is one for the process, as there is of the
 * native rivals, so that two threads of a benchmark meet in it. Closing a subject ends nothing: threads that come and go
 * do so in passing.
 */
public final class SharedSubject implements AddressSubject {
    private final SharedAllocator allocator;

    private SharedSubject(SharedAllocator allocator) {
        this.allocator = allocator;
    }

    /** Made when it is first asked for. */
    static final class Checked {
        static final SharedAllocator ALLOCATOR = SharedAllocator.checked();

        private Checked() {}
    }

    /** Made when it is first asked for. */
    static final class Trusting {
        static final SharedAllocator ALLOCATOR = SharedAllocator.trusting();

        private Trusting() {}
    }

    /**
     * Opens the form that catches every bad free.
     *
     * @return a subject of any thread
     */
    public static SharedSubject checked() {
        return new SharedSubject(Checked.ALLOCATOR);
    }

    /**
     * Opens the form that catches foreign frees only.
     *
     * @return a subject of any thread
     */
    public static SharedSubject trusting() {
        return new SharedSubject(Trusting.ALLOCATOR);
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
