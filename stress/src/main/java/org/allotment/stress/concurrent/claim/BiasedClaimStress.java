package org.allotment.stress.concurrent.claim;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.allotment.core.concurrent.claim.BiasedClaim;
import org.allotment.core.os.ProcessBarrier;
import org.allotment.stress.MustFail;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * J42 on a claim with a bias: its user and one who wrests it are never inside both, and each sees what the other did.
 *
 * <p>{@code Actual} and {@code Weakened} differ in the barrier alone. Where the system has none there is no bias, and then
 * {@code Actual} says only that claims exclude each other.
 */
public final class BiasedClaimStress {
    private static final long USER = 1;
    private static final long OTHER = 2;
    private static final long THIRD = 3;

    private static final int OUTSIDE = 0;
    private static final int ALONE = 1;
    private static final int WITH_ANOTHER = 2;

    /** How often the first comes, so that the second meets it anywhere on its way. */
    private static final int ROUNDS = 8;

    /** Looks for the other, who may not be running at all. */
    private static final int PATIENCE = 1_000;

    private BiasedClaimStress() {}

    /** What is inside: a plain number, and a mark of who is there, which stays for a moment. */
    private static final class Room {
        private static final VarHandle TAKEN = field(Room.class, "taken");

        @SuppressWarnings("unused") // through TAKEN
        private boolean taken;

        private int count;
        private int staysOfFirst;
        private int staysOfSecond;
        private volatile boolean firstThere;
        private volatile boolean secondThere;

        /** Looks whether somebody is inside, and counts. */
        int stay() {
            boolean alone = !(boolean) TAKEN.getOpaque(this);
            TAKEN.setOpaque(this, true);
            count++;
            Thread.onSpinWait();
            TAKEN.setOpaque(this, false);
            return alone ? ALONE : WITH_ANOTHER;
        }

        /** The first comes until it was not let in, or not alone. */
        int first(IntSupplier come) {
            firstThere = true;
            await(() -> secondThere);
            int last = ALONE;
            while (last == ALONE && staysOfFirst < ROUNDS) {
                last = come.getAsInt();
                staysOfFirst += last == OUTSIDE ? 0 : 1;
            }
            return last;
        }

        /** The second comes once. */
        int second(IntSupplier come) {
            secondThere = true;
            await(() -> firstThere);
            int last = come.getAsInt();
            staysOfSecond = last == OUTSIDE ? 0 : 1;
            return last;
        }

        /** The two take different times, and would seldom be at the same room. */
        private static void await(BooleanSupplier there) {
            for (int i = 0; i < PATIENCE && !there.getAsBoolean(); i++) {
                Thread.onSpinWait();
            }
        }

        int lost() {
            return staysOfFirst + staysOfSecond - count;
        }
    }

    /** A claim that is biased to {@link #USER}. */
    private static BiasedClaim<Room> biased(Room room, BooleanSupplier barrier) {
        // A barrier that nobody races with would only take time.
        boolean[] made = new boolean[1];
        BiasedClaim<Room> claim = new BiasedClaim<>(room, 1, () -> !made[0] || barrier.getAsBoolean());
        claim.tryEnter(USER);
        claim.leave(USER);
        made[0] = true;
        return claim;
    }

    private static int enter(BiasedClaim<Room> claim) {
        return claim.tryEnter(USER) ? stay(claim, USER) : OUTSIDE;
    }

    private static int wrest(BiasedClaim<Room> claim, long user) {
        return claim.tryWrest(user) ? stay(claim, user) : OUTSIDE;
    }

    private static int stay(BiasedClaim<Room> claim, long user) {
        int alone = claim.bias().subject().stay();
        claim.leave(user);
        return alone;
    }

    private static VarHandle field(Class<?> type, String name) {
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findVarHandle(type, name, boolean.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The bare protocol, with a fence on both sides. */
    @JCStressTest
    @Description("One says that it is inside and looks at the other, who does so too: fences on both sides (J42)")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "One after the other")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The first found the other there")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "The second found the other there")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "Each found the other there")
    @Outcome(id = "2, ., .|., 2, .", expect = FORBIDDEN, desc = "Both were inside at once")
    @Outcome(id = "., ., [^0]", expect = FORBIDDEN, desc = "What one did inside was lost")
    @State
    public static class Model {
        private static final VarHandle INSIDE = field(Model.class, "inside");
        private static final VarHandle REVOKED = field(Model.class, "revoked");

        private final Room room = new Room();

        @SuppressWarnings("unused") // through INSIDE
        private boolean inside;

        @SuppressWarnings("unused") // through REVOKED
        private boolean revoked;

        /** Comes by its bias, again and again. */
        @Actor
        public void user(III_Result r) {
            r.r1 = room.first(this::come);
        }

        /** Revokes it. */
        @Actor
        public void other(III_Result r) {
            r.r2 = room.second(this::revoke);
        }

        private int come() {
            INSIDE.setOpaque(this, true);
            VarHandle.fullFence();
            int alone = (boolean) REVOKED.getOpaque(this) ? OUTSIDE : room.stay();
            INSIDE.setRelease(this, false);
            return alone;
        }

        private int revoke() {
            REVOKED.setOpaque(this, true);
            VarHandle.fullFence();
            return (boolean) INSIDE.getAcquire(this) ? OUTSIDE : room.stay();
        }

        /** Compares what was counted. */
        @Arbiter
        public void afterwards(III_Result r) {
            r.r3 = room.lost();
        }
    }

    /** The claim with a barrier that is none. */
    @JCStressTest
    @MustFail
    @Description("A bias is revoked without a barrier, broken on purpose (J42)")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "One after the other")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The first found the other there")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "The second found the other there")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "Each found the other there")
    @Outcome(id = "2, ., .|., 2, .", expect = FORBIDDEN, desc = "Both were inside at once")
    @Outcome(id = "., ., [^0]", expect = FORBIDDEN, desc = "What one did inside was lost")
    @State
    public static class Weakened {
        private final Room room = new Room();
        private final BiasedClaim<Room> claim = biased(room, () -> true);

        /** Comes by its bias, again and again. */
        @Actor
        public void user(III_Result r) {
            r.r1 = room.first(() -> enter(claim));
        }

        /** Wrests it. */
        @Actor
        public void other(III_Result r) {
            r.r2 = room.second(() -> wrest(claim, OTHER));
        }

        /** Compares what was counted. */
        @Arbiter
        public void afterwards(III_Result r) {
            r.r3 = room.lost();
        }
    }

    /** The claim that users get. */
    @JCStressTest
    @Description("A biased user comes while another wrests the claim (J42)")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "One after the other")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The first found the other there")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "The second found the other there")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "Each found the other there")
    @Outcome(id = "2, ., .|., 2, .", expect = FORBIDDEN, desc = "Both were inside at once")
    @Outcome(id = "., ., [^0]", expect = FORBIDDEN, desc = "What one did inside was lost")
    @State
    public static class Actual {
        private final Room room = new Room();
        private final BiasedClaim<Room> claim = biased(room, ProcessBarrier::issue);

        /** Comes by its bias, again and again. */
        @Actor
        public void user(III_Result r) {
            r.r1 = room.first(() -> enter(claim));
        }

        /** Wrests it. */
        @Actor
        public void other(III_Result r) {
            r.r2 = room.second(() -> wrest(claim, OTHER));
        }

        /** Compares what was counted. */
        @Arbiter
        public void afterwards(III_Result r) {
            r.r3 = room.lost();
        }
    }

    /** Two at once wrest it, while its user is away. */
    @JCStressTest
    @Description("Two wrest a claim that is biased to a third (J42)")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "One after the other")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The first found the other there")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "The second found the other there")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE_INTERESTING, desc = "Each left it to the other: they would ask again")
    @Outcome(id = "2, ., .|., 2, .", expect = FORBIDDEN, desc = "Both were inside at once")
    @Outcome(id = "., ., [^0]", expect = FORBIDDEN, desc = "What one did inside was lost")
    @State
    public static class TwoWrest {
        private final Room room = new Room();
        private final BiasedClaim<Room> claim = biased(room, ProcessBarrier::issue);

        /** Wrests it. */
        @Actor
        public void first(III_Result r) {
            r.r1 = room.first(() -> wrest(claim, OTHER));
        }

        /** Wrests it. */
        @Actor
        public void second(III_Result r) {
            r.r2 = room.second(() -> wrest(claim, THIRD));
        }

        /** Compares what was counted. */
        @Arbiter
        public void afterwards(III_Result r) {
            r.r3 = room.lost();
        }
    }
}
