package org.allotment.stress.pagemap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicLong;
import org.allotment.core.pagemap.PageMap;
import org.allotment.stress.MustFail;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * J20 and J23 on owners: what a look that orders nothing may rely on, and what writers who do not wait for each other
 * leave behind.
 */
public final class PageMapStress {
    private PageMapStress() {}

    /** Believes what was told, and else looks all the same. */
    private static void look(AtomicLong told, long address, JJ_Result r) {
        long found = told.getAcquire();
        r.r1 = found == 0 ? 0 : 1;
        r.r2 = Granules.peekNumber(found == 0 ? address : found - 1);
    }

    /** A hand-over by release and acquire. */
    @JCStressTest
    @Description(
            "An owner is entered, its address handed over; who has the address finds the owner by a plain look (J20)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not handed over yet, and not found")
    @Outcome(id = "0, 42", expect = ACCEPTABLE, desc = "Not handed over yet, and found already")
    @Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "Handed over, and found")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Handed over, and not found")
    @State
    public static class HandedOver {
        private final long address = Granules.nextPair();
        private final AtomicLong told = new AtomicLong();

        /** Enters, then tells. */
        @Actor
        public void owner() {
            Granules.enter(address, 42);
            told.setRelease(address + 1);
        }

        /** Is told, then looks. */
        @Actor
        public void finder(JJ_Result r) {
            look(told, address, r);
        }
    }

    /** A hand-over that comes too early. */
    @JCStressTest
    @MustFail
    @Description("An address is handed over before its owner is entered, broken on purpose (J20)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not handed over yet, and not found")
    @Outcome(id = "0, 42", expect = ACCEPTABLE, desc = "Not handed over yet, and found already")
    @Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "Handed over, and found")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Handed over, and not found")
    @State
    public static class WeakenedHandOver {
        private final long address = Granules.nextPair();
        private final AtomicLong told = new AtomicLong();

        /** Tells, then enters, the neighbour first. */
        @Actor
        public void owner() {
            told.setRelease(address + 1);
            Granules.enter(address + PageMap.GRANULE, 41);
            Granules.enter(address, 42);
        }

        /** Is told, then looks. */
        @Actor
        public void finder(JJ_Result r) {
            look(told, address, r);
        }
    }

    /** No hand-over at all. */
    @JCStressTest
    @Description("A plain look races with the entering of an owner, and believes its final fields (J23)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not found")
    @Outcome(id = "42, -42", expect = ACCEPTABLE, desc = "Found, and whole")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Found, but not whole")
    @State
    public static class RacingLook {
        private final long address = Granules.nextPair();

        /** Enters. */
        @Actor
        public void owner() {
            Granules.enter(address, 42);
        }

        /** Looks. */
        @Actor
        public void finder(JJ_Result r) {
            Granules.Owner owner = Granules.peek(address);
            r.r1 = owner == null ? 0 : owner.first();
            r.r2 = owner == null ? 0 : owner.second();
        }
    }

    /** Two who enter side by side. */
    @JCStressTest
    @Description("Two enter neighbouring granules at once; each finds its own by a plain look, and all are there (J20)")
    @Outcome(id = "1, 2, 1, 2", expect = ACCEPTABLE, desc = "Each found its own, and both are there")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "An entry was not found or lost")
    @State
    public static class OwnEntries {
        private final long address = Granules.nextPair();

        /** Enters the first granule and looks. */
        @Actor
        public void first(JJJJ_Result r) {
            Granules.enter(address, 1);
            r.r1 = Granules.peekNumber(address);
        }

        /** Enters the second granule and looks. */
        @Actor
        public void second(JJJJ_Result r) {
            Granules.enter(address + PageMap.GRANULE, 2);
            r.r2 = Granules.peekNumber(address + PageMap.GRANULE);
        }

        /** Looks at both. */
        @Arbiter
        public void afterwards(JJJJ_Result r) {
            r.r3 = Granules.peekNumber(address);
            r.r4 = Granules.peekNumber(address + PageMap.GRANULE);
        }
    }
}
