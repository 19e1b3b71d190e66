package org.allotment.stress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.stress.MustFail;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** J40: one thread at a time is inside. J41: what was written inside is there for the next. */
public final class HeapLockStress {
    private HeapLockStress() {}

    /** A plain counter and two plain fields that only the lock protects. */
    private static final class Guarded {
        private final HeapLock lock;
        private int counter;
        private int left;
        private int right;

        Guarded(HeapLock lock) {
            this.lock = lock;
        }

        int count() {
            lock.lock();
            try {
                return ++counter;
            } finally {
                lock.unlock();
            }
        }

        void write() {
            lock.lock();
            try {
                left = 1;
                right = 1;
            } finally {
                lock.unlock();
            }
        }

        /** Writes the first field before it locks. */
        void writeHalfOutside() {
            left = 1;
            lock.lock();
            try {
                right = 1;
            } finally {
                lock.unlock();
            }
        }

        void read(II_Result r) {
            lock.lock();
            try {
                r.r1 = right;
                r.r2 = left;
            } finally {
                lock.unlock();
            }
        }
    }

    /** J40 for the spin lock. */
    @JCStressTest
    @Description("Two threads count under one spin lock (J40)")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The first counted before the second")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "The second counted before the first")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both were inside at once")
    @State
    public static class SpinExclusion {
        private final Guarded guarded = new Guarded(new SpinLock());

        /** Counts. */
        @Actor
        public void first(II_Result r) {
            r.r1 = guarded.count();
        }

        /** Counts. */
        @Actor
        public void second(II_Result r) {
            r.r2 = guarded.count();
        }
    }

    /** J40 for the queued lock. */
    @JCStressTest
    @Description("Two threads count under one queued lock (J40)")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The first counted before the second")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "The second counted before the first")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both were inside at once")
    @State
    public static class QueuedExclusion {
        private final Guarded guarded = new Guarded(new QueuedLock());

        /** Counts. */
        @Actor
        public void first(II_Result r) {
            r.r1 = guarded.count();
        }

        /** Counts. */
        @Actor
        public void second(II_Result r) {
            r.r2 = guarded.count();
        }
    }

    /** J41 for the spin lock. */
    @JCStressTest
    @Description("What one holder of a spin lock writes is there for the next (J41)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The reader was first")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The writer was first")
    @Outcome(id = "0, 1", expect = FORBIDDEN, desc = "Half of what was written inside")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Half of what was written inside")
    @State
    public static class SpinUnlockPublishes {
        private final Guarded guarded = new Guarded(new SpinLock());

        /** Writes both fields inside. */
        @Actor
        public void writer() {
            guarded.write();
        }

        /** Reads both fields inside. */
        @Actor
        public void reader(II_Result r) {
            guarded.read(r);
        }
    }

    /** J41 for the queued lock. */
    @JCStressTest
    @Description("What one holder of a queued lock writes is there for the next (J41)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The reader was first")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The writer was first")
    @Outcome(id = "0, 1", expect = FORBIDDEN, desc = "Half of what was written inside")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Half of what was written inside")
    @State
    public static class QueuedUnlockPublishes {
        private final Guarded guarded = new Guarded(new QueuedLock());

        /** Writes both fields inside. */
        @Actor
        public void writer() {
            guarded.write();
        }

        /** Reads both fields inside. */
        @Actor
        public void reader(II_Result r) {
            guarded.read(r);
        }
    }

    /** The first write comes before the lock. */
    @JCStressTest
    @MustFail
    @Description("A writer makes its first write before it locks, broken on purpose (J41)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The reader was first")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The writer was first")
    @Outcome(id = "0, 1", expect = FORBIDDEN, desc = "Half of what was written")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Half of what was written")
    @State
    public static class WeakenedWrite {
        private final Guarded guarded = new Guarded(new QueuedLock());

        /** Writes one field outside and one inside. */
        @Actor
        public void writer() {
            guarded.writeHalfOutside();
        }

        /** Reads both fields inside. */
        @Actor
        public void reader(II_Result r) {
            guarded.read(r);
        }
    }

    /** A lock that looks and then takes, in two steps. */
    @JCStressTest
    @MustFail
    @Description("A lock that looks and takes in two steps, broken on purpose (J40)")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The first counted before the second")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "The second counted before the first")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both were inside at once")
    @State
    public static class Weakened {
        private volatile boolean held;
        private int counter;

        /** Counts. */
        @Actor
        public void first(II_Result r) {
            r.r1 = count();
        }

        /** Counts. */
        @Actor
        public void second(II_Result r) {
            r.r2 = count();
        }

        private int count() {
            while (held) {
                Thread.onSpinWait();
            }
            held = true;
            int counted = ++counter;
            held = false;
            return counted;
        }
    }
}
