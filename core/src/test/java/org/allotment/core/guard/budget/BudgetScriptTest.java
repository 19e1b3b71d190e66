package org.allotment.core.guard.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.allotment.core.AllocationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded scripts of charges, releases, new limits, new and closed budgets, beside a tree of longs. */
final class BudgetScriptTest {
    /** The slow and obvious budget: what is charged to each is kept, all else is summed up when it is asked for. */
    private static final class Model {
        final Budget real;
        final @Nullable Model parent;
        final List<Model> children = new ArrayList<>();
        long limit;
        long own;
        long peak;

        Model(Budget real, @Nullable Model parent, long limit) {
            this.real = real;
            this.parent = parent;
            this.limit = limit;
        }

        long used() {
            return own + children.stream().mapToLong(Model::used).sum();
        }

        boolean hasRoom(long bytes) {
            return used() + bytes <= limit && (parent == null || parent.hasRoom(bytes));
        }

        void notePeak() {
            peak = Math.max(peak, used());
            if (parent != null) {
                parent.notePeak();
            }
        }

        BudgetUsage usage() {
            return new BudgetUsage(limit, used(), own, peak);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 0xB0D6, 20_26})
    void aScriptGoesAsTheModelSays(long given) {
        long seed = Long.getLong("allotment.seed", given);
        int step = 0;
        try {
            SplittableRandom random = new SplittableRandom(seed);
            List<Model> all = new ArrayList<>();
            all.add(new Model(Budget.root("b0", 10_000), null, 10_000));
            for (; step < 10_000; step++) {
                step(random, all);
                BudgetCheck.check(all.getFirst().real);
                Model looked = all.get(random.nextInt(all.size()));
                assertThat(looked.real.usage()).isEqualTo(looked.usage());
            }
            all.forEach(model -> assertThat(model.real.usage()).isEqualTo(model.usage()));
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(failure.getMessage() + " [seed=" + seed + ", step=" + step + "]", failure);
        }
    }

    private static void step(SplittableRandom random, List<Model> all) {
        Model at = all.get(random.nextInt(all.size()));
        int dice = random.nextInt(100);
        if (dice < 50) {
            charge(at, 1 + random.nextLong(dice == 0 ? 10_000 : 400));
        } else if (dice < 85) {
            release(at, 1 + random.nextLong(random.nextInt(8) == 0 ? 1_000 : Math.max(1, at.own)));
        } else if (dice < 90) {
            changeLimit(at, random.nextLong(-100, 8_000));
        } else if (dice < 95 && all.size() < 12) {
            open(at, random.nextLong(6_000), all);
        } else {
            close(at, all);
        }
    }

    private static void charge(Model at, long bytes) {
        boolean fits = at.hasRoom(bytes);
        assertThat(at.real.tryCharge(bytes)).isEqualTo(fits);
        if (fits) {
            at.own += bytes;
            at.notePeak();
        }
    }

    private static void release(Model at, long bytes) {
        boolean legal = bytes <= at.own;
        assertThat(isDone(() -> at.real.release(bytes))).isEqualTo(legal);
        at.own -= legal ? bytes : 0;
    }

    private static void changeLimit(Model at, long limit) {
        boolean legal = limit >= 0 && limit >= at.used();
        assertThat(isDone(() -> at.real.changeLimit(limit))).isEqualTo(legal);
        at.limit = legal ? limit : at.limit;
    }

    private static void open(Model at, long limit, List<Model> all) {
        Model child = new Model(at.real.child("b" + all.size(), limit), at, limit);
        at.children.add(child);
        all.add(child);
    }

    private static void close(Model at, List<Model> all) {
        boolean legal = at.used() == 0 && at.children.isEmpty();
        Model parent = at.parent;
        if (parent == null) {
            return;
        }
        assertThat(isDone(at.real::close)).isEqualTo(legal);
        if (legal) {
            parent.children.remove(at);
            all.remove(at);
        }
    }

    private static boolean isDone(Runnable call) {
        try {
            call.run();
            return true;
        } catch (AllocationException refusal) {
            assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
            return false;
        } catch (IllegalStateException refusal) {
            return false;
        }
    }
}
