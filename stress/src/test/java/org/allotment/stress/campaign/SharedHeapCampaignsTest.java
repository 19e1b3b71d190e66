package org.allotment.stress.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.SizeAware;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.core.memory.RawAccess;
import org.allotment.stress.campaign.shared.SharedHeapCampaign;
import org.allotment.stress.verdict.ExpectedTest;
import org.allotment.stress.verdict.ForkResult;
import org.allotment.stress.verdict.GradedTest;
import org.allotment.stress.verdict.Grader;
import org.allotment.stress.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** A million operations by eight threads, and what a campaign says of an allocator that is broken. */
final class SharedHeapCampaignsTest {
    private static final long OPERATIONS = Long.getLong("allotment.steps", 1_000_000);
    private static final long SEED = Long.getLong("allotment.seed", 2_026);

    @Test
    void noBlockIsHarmedByEightThreads(TestReporter reporter) {
        List<ExpectedTest> tests = SharedHeapCampaigns.tests();
        for (ExpectedTest test : tests) {
            ForkResult result = Campaigns.run(test.name(), SEED, OPERATIONS);
            reporter.publishEntry(result.log());
            System.out.println("campaign: " + test.name() + " " + result.log());
            GradedTest graded =
                    new Grader(List.of(result), "").grade(List.of(test)).getFirst();
            assertThat(graded.verdict()).as(result.log()).isEqualTo(Verdict.GREEN);
            assertThat(graded.samples()).isGreaterThanOrEqualTo(OPERATIONS);
        }
        assertThat(tests).hasSize(2);
    }

    @Test
    void aCampaignDoesAllThatIsAllowed() {
        try (SharedAllocator allocator = SharedAllocator.checked()) {
            SharedHeapCampaign.Outcome outcome = SharedHeapCampaign.run(allocator, SEED, 100_000);
            assertThat(outcome.freesByOthers()).isGreaterThan(outcome.operations() / 20);
            assertThat(outcome.resizes()).isGreaterThan(outcome.operations() / 100);
            assertThat(outcome.swaps()).isPositive();
            assertThat(outcome.threads()).isGreaterThan(SharedHeapCampaign.LANES);
            assertThat(outcome.bytesVerified()).isGreaterThan(outcome.operations() * 100);
            assertThat(outcome).asString().contains("faults=0 seed=" + SEED);
        }
    }

    @Test
    void aBlockThatIsHandedOutTwiceIsFound() {
        try (Planted broken = new Planted(0)) {
            assertThatThrownBy(() -> SharedHeapCampaign.run(broken, SEED, 200_000))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("a block holds what was written to it")
                    .hasMessageContaining("[seed=" + SEED + "]");
        }
    }

    @Test
    void aBlockThatIsCutShortIsFound() {
        try (Planted broken = new Planted(8)) {
            assertThatThrownBy(() -> SharedHeapCampaign.run(broken, SEED, 200_000))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("a block holds what was written to it");
        }
    }

    @Test
    void whatIsLeftIsFound() {
        assertThatThrownBy(() -> SharedHeapCampaign.requireEmpty(new AllocatorStatistics(100, 16, 0, 84, 0, 0, 1, 0)))
                .hasMessageContaining("liveBlocks=1");
        assertThatThrownBy(() -> SharedHeapCampaign.requireEmpty(new AllocatorStatistics(100, 0, 0, 84, 0, 0, 0, 0)))
                .hasMessageContaining("sourceBytes=100");
    }

    @Test
    void campaignsAreToldFromOtherTests() {
        assertThat(Campaigns.tests()).hasSizeGreaterThan(25).allSatisfy(test -> {
            assertThat(Campaigns.isOne(test.name())).isTrue();
            assertThat(Campaigns.engine(test.name())).isNotEmpty();
            assertThat(Campaigns.operations(test.name(), 7)).isPositive();
        });
        assertThat(Campaigns.isOne("org.allotment.stress.tlsf.TlsfStress.Locked"))
                .isFalse();
    }

    /**
     * A bump of a megabyte that starts over: hands out every block many times, or, with a cut, mostly once but shorter
     * than was asked. Never more than it has: requests that do not fit get its beginning.
     */
    private static final class Planted implements SizeAware {
        private static final long BYTES = 1 << 28;
        private static final long ROOM = 16 << 20;

        private final SharedAllocator real = SharedAllocator.trusting();
        private final long start = real.allocate(BYTES, 4_096);
        private final long cut;
        private final AtomicLong next = new AtomicLong();
        private final ReentrantLock lock = new ReentrantLock();

        private Planted(long cut) {
            this.cut = cut;
        }

        @Override
        public long allocate(long size, long alignment) {
            lock.lock();
            try {
                long from = (next.get() + alignment - 1) & -alignment;
                long room = cut == 0 ? ROOM : BYTES;
                if (from + size > room) {
                    from = 0;
                }
                next.set(from + Math.max(1, size - cut));
                return start + from;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public long tryAllocate(long size, long alignment) {
            return allocate(size, alignment);
        }

        @Override
        public void free(long address) {}

        @Override
        public void free(long address, long size, long alignment) {}

        @Override
        public long usableSize(long address) {
            return 0;
        }

        @Override
        public boolean tryGrowInPlace(long address, long size, long newSize) {
            return false;
        }

        @Override
        public boolean tryShrinkInPlace(long address, long size, long newSize) {
            return true;
        }

        @Override
        public long grow(long address, long size, long newSize, long alignment, Movement movement) {
            long target = allocate(newSize, alignment);
            RawAccess.copy(address, target, size);
            return target;
        }

        @Override
        public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
            return address;
        }

        @Override
        public boolean contains(long address) {
            return true;
        }

        @Override
        public AllocatorStatistics statistics() {
            return real.statistics();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
