package org.allotment.core.concurrent.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of a claim one after the other, and a random script of them beside a slow model: C1 to C4 of the package. */
final class BiasedClaimTest {
    private static final long FIRST = 1;
    private static final long SECOND = 2;
    private static final int STREAK = 4;

    private int barriers;
    private boolean works = true;
    private Runnable duringBarrier = () -> {};

    private final BiasedClaim<String> claim = new BiasedClaim<>("subject", STREAK, this::barrier);

    private boolean barrier() {
        barriers++;
        return works;
    }

    private static void come(BiasedClaim<String> claim, long user, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(claim.tryEnter(user)).isTrue();
            claim.leave(user);
        }
    }

    @Test
    void oneIsInsideAtATime() {
        assertThat(claim.tryEnter(FIRST)).isTrue();
        assertThat(claim.tryEnter(SECOND)).isFalse();
        assertThat(claim.tryEnter(FIRST)).isFalse();
        assertThat(claim.tryWrest(SECOND)).isFalse();
        assertThat(claim.tryVisit()).isFalse();
        claim.leave(FIRST);
        assertThat(claim.tryEnter(SECOND)).isTrue();
    }

    @Test
    void whoComesInARowIsBiasedAndOthersMustWrest() {
        come(claim, FIRST, STREAK - 1);
        assertThat(claim.bias().tryEnter(FIRST)).isFalse();
        come(claim, FIRST, 1);
        assertThat(claim.bias().tryEnter(FIRST)).isTrue();
        claim.leave(FIRST);
        assertThat(claim.tryEnter(SECOND)).isFalse();
        assertThat(barriers).as("one tells whether there are any").isEqualTo(1);
        assertThat(claim.tryWrest(SECOND)).isTrue();
        assertThat(barriers).isEqualTo(2);
        assertThat(claim.tryEnter(FIRST)).isFalse();
        claim.leave(SECOND);
        assertThat(claim.bias().tryEnter(FIRST)).isFalse();
        come(claim, FIRST, 1);
    }

    @Test
    void whoComesBetweenEndsARow() {
        come(claim, FIRST, STREAK - 1);
        come(claim, SECOND, 1);
        come(claim, FIRST, STREAK - 1);
        assertThat(claim.bias().tryEnter(FIRST)).isFalse();
    }

    @Test
    void whoIsBiasedAndWithinIsNotDisturbedAndComesInNoMore() {
        come(claim, FIRST, STREAK);
        assertThat(claim.bias().tryEnter(FIRST)).isTrue();
        assertThat(claim.tryEnter(FIRST)).as("from within").isFalse();
        assertThat(claim.tryWrest(SECOND)).isFalse();
        assertThat(claim.tryVisit()).isFalse();
        assertThat(barriers).isEqualTo(2);
        claim.leave(FIRST);
        assertThat(claim.bias().tryEnter(FIRST)).isFalse();
        assertThat(claim.tryEnter(SECOND)).as("without another barrier").isTrue();
        assertThat(barriers).isEqualTo(2);
    }

    @Test
    void whileABarrierIsUnderWayNobodyComesIn() {
        boolean[] entered = new boolean[4];
        BiasedClaim<String> asked = new BiasedClaim<>("subject", 1, () -> {
            duringBarrier.run();
            return true;
        });
        come(asked, FIRST, 1);
        duringBarrier = () -> {
            entered[0] |= asked.tryEnter(FIRST);
            entered[1] |= asked.tryWrest(SECOND);
            entered[2] |= asked.tryVisit();
            entered[3] = true;
        };
        assertThat(asked.tryWrest(SECOND)).isTrue();
        assertThat(entered).containsExactly(false, false, false, true);
    }

    @Test
    void withoutBarriersNobodyIsBiased() {
        works = false;
        come(claim, FIRST, 10 * STREAK);
        assertThat(claim.bias().tryEnter(FIRST)).isFalse();
        come(claim, SECOND, 1);
    }

    @Test
    void whatABarrierRefusesStaysAsItWas() {
        come(claim, FIRST, STREAK);
        works = false;
        assertThat(claim.tryWrest(SECOND)).isFalse();
        assertThat(claim.tryVisit()).isFalse();
        assertThat(claim.bias().tryEnter(FIRST)).isTrue();
        claim.leave(FIRST);
        works = true;
        assertThat(claim.tryWrest(SECOND)).isTrue();
    }

    @Test
    void whatABarrierThrowsLeavesAllAsItWas() {
        BooleanSupplier[] barrier = {() -> true};
        BiasedClaim<String> asked = new BiasedClaim<>("subject", 1, () -> barrier[0].getAsBoolean());
        come(asked, FIRST, 1);
        barrier[0] = () -> {
            throw new OutOfMemoryError("planted");
        };
        assertThatThrownBy(() -> asked.tryWrest(SECOND)).hasMessage("planted");
        assertThat(asked.bias().tryEnter(FIRST)).isTrue();
    }

    @Test
    void whatABarrierThrowsWhenABiasIsDueLeavesTheClaimFree() {
        Error[] planted = {new OutOfMemoryError("planted")};
        BiasedClaim<String> asked = new BiasedClaim<>("subject", 1, () -> {
            throw planted[0];
        });
        come(asked, FIRST, 2);
        come(asked, SECOND, 1);
        planted[0] = new AssertionError("planted");
        assertThat(asked.tryEnter(FIRST)).isTrue();
        assertThatThrownBy(() -> asked.leave(FIRST)).isSameAs(planted[0]);
        assertThat(asked.tryEnter(SECOND)).isTrue();
    }

    @Test
    void aRevocationThatLetsNobodyInMakesRowsLongerToo() {
        come(claim, FIRST, STREAK);
        assertThat(claim.bias().tryEnter(FIRST)).isTrue();
        assertThat(claim.tryWrest(SECOND)).isFalse();
        claim.leave(FIRST);
        come(claim, FIRST, 4 * STREAK - 1);
        assertThat(claim.bias().tryEnter(FIRST)).isFalse();
        come(claim, FIRST, 1);
        assertThat(claim.bias().tryEnter(FIRST)).isTrue();
    }

    @Test
    void aRowIsOneTimeAtLeast() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BiasedClaim<>("subject", 0, this::barrier))
                .withMessageContaining("streak=0");
    }

    @Test
    void eachWrestMakesARowLongerAndEachVisitShorter() {
        come(claim, FIRST, STREAK);
        assertThat(claim.tryWrest(SECOND)).isTrue();
        claim.leave(SECOND);
        come(claim, FIRST, 4 * STREAK - 1);
        assertThat(claim.bias().tryEnter(FIRST)).isFalse();
        come(claim, FIRST, 1);
        assertThat(claim.bias().tryEnter(FIRST)).isTrue();
        claim.leave(FIRST);
        for (int visit = 0; visit < 5; visit++) {
            assertThat(claim.tryVisit()).isTrue();
            claim.endVisit();
        }
        come(claim, FIRST, STREAK);
        assertThat(claim.bias().tryEnter(FIRST)).isTrue();
    }

    @Test
    void visitorsAreNeverBiased() {
        for (int i = 0; i < 10 * STREAK; i++) {
            assertThat(claim.tryVisit()).isTrue();
            claim.endVisit();
        }
        assertThat(claim.tryEnter(FIRST)).isTrue();
        assertThat(barriers).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {20261123, 7, 1})
    void aRandomScriptAgreesWithTheModel(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Model model = new Model();
        for (int step = 0; step < 100_000; step++) {
            // Mostly one user, so that rows get long enough.
            long user = random.nextInt(8) == 0 ? random.nextInt(4) : FIRST;
            int what = random.nextInt(16);
            boolean expected = model.apply(what, user);
            assertThat(apply(what, user, model))
                    .as("seed=%d step=%d what=%d user=%d", seed, step, what, user)
                    .isEqualTo(expected);
        }
        assertThat(model.biases).as("seed=%d", seed).isGreaterThan(100);
    }

    private boolean apply(int what, long user, Model model) {
        return switch (what) {
            case 0 -> claim.tryVisit();
            case 1 -> claim.tryWrest(user);
            case 2 -> claim.bias().tryEnter(user);
            case 3, 4, 5, 6, 7, 8 -> claim.tryEnter(user);
            default -> leave(model);
        };
    }

    private boolean leave(Model model) {
        if (model.leaving == Model.VISITOR) {
            claim.endVisit();
        } else if (model.leaving != Model.NOBODY) {
            claim.leave(model.leaving);
        }
        return model.leaving != Model.NOBODY;
    }

    /** Says in words what a claim says in bits. */
    private static final class Model {
        private static final long NOBODY = -1;
        private static final long VISITOR = -2;

        private long inside = NOBODY;
        private boolean byBias;
        private long biased = NOBODY;
        private boolean revoked;
        private long last = NOBODY;
        private int row;
        private int due = STREAK;
        private int biases;

        /** Who leaves with this step. */
        private long leaving = NOBODY;

        boolean apply(int what, long user) {
            leaving = NOBODY;
            return switch (what) {
                case 0 -> comes(VISITOR, true);
                case 1 -> wrest(user);
                case 2 -> enterBiased(user);
                case 3, 4, 5, 6, 7, 8 -> enterBiased(user) || comes(user, false);
                default -> leave();
            };
        }

        private boolean enterBiased(long user) {
            if (biased != user || revoked || inside != NOBODY) {
                return false;
            }
            inside = user;
            byBias = true;
            return true;
        }

        private boolean wrest(long user) {
            boolean takesABias = biased != NOBODY && !revoked;
            if (enterBiased(user)) {
                return true;
            }
            if (takesABias) {
                due = Math.min(due * 4, 1 << 20);
            }
            return comes(user, true);
        }

        private boolean comes(long user, boolean wrests) {
            boolean standing = biased != NOBODY && !revoked;
            if (standing && wrests) {
                revoked = true;
                standing = false;
            }
            if (standing || inside != NOBODY) {
                return false;
            }
            biased = NOBODY;
            revoked = false;
            inside = user;
            byBias = false;
            return true;
        }

        private boolean leave() {
            leaving = inside;
            inside = NOBODY;
            if (leaving == VISITOR) {
                due = Math.max(due / 2, STREAK);
                last = NOBODY;
            } else if (leaving != NOBODY && !byBias) {
                row = last == leaving ? row + 1 : 1;
                last = leaving;
                if (row >= due) {
                    row = 0;
                    biased = leaving;
                    biases++;
                }
            }
            return leaving != NOBODY;
        }
    }
}
