package org.allotment.stress.planted;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.allotment.core.concurrent.SpinLock;
import org.allotment.stress.MustFail;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A counter with a lock, and one whose lock was forgotten. */
public final class PlantedStress {
    private PlantedStress() {}

    /** With the lock. */
    @JCStressTest
    @Description("Two threads count under a lock")
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = ACCEPTABLE,
            desc = "One after the other")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "One count is lost")
    @State
    public static class Sound {
        private final SpinLock lock = new SpinLock();
        private int counter;

        /** Counts. */
        @Actor
        public void first(II_Result r) {
            lock.lock();
            r.r1 = ++counter;
            lock.unlock();
        }

        /** Counts. */
        @Actor
        public void second(II_Result r) {
            lock.lock();
            r.r2 = ++counter;
            lock.unlock();
        }
    }

    /** Without. */
    @JCStressTest
    @Description("Two threads count without a lock")
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = ACCEPTABLE,
            desc = "One after the other")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "One count is lost")
    @State
    public static class Broken {
        private volatile int counter;

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
            int before = counter;
            Thread.onSpinWait();
            counter = before + 1;
            return before + 1;
        }
    }

    /** Never run: it needs an architecture that no machine has. */
    @JCStressTest
    @MustFail(
            unseenOn = {"amd64", "x86_64", "aarch64"},
            reason = "planted")
    @Description("Declared as not to be run")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Nothing happened")
    @Outcome(expect = FORBIDDEN, desc = "Something happened")
    @State
    public static class Declared {
        /** Does nothing. */
        @Actor
        public void first(II_Result r) {
            r.r1 = 0;
        }

        /** Does nothing. */
        @Actor
        public void second(II_Result r) {
            r.r2 = 0;
        }
    }
}
