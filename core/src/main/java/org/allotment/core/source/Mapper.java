package org.allotment.core.source;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.NumaPolicy;
import org.allotment.core.os.Reservation;
import org.allotment.core.os.VirtualMemory;
import org.allotment.core.source.MappingOptions.Wish;
import org.allotment.core.source.MappingReport.Answer;
import org.allotment.core.source.MappingReport.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a mapping with wishes: reserve, bind, commit, advise, lock, populate, in this order.
 *
 * <p>The order is the point. A policy is bound while the range cannot be accessed, so no page can be there that came
 * from elsewhere; whatever makes pages present comes last.
 */
final class Mapper {
    private static final long FIRST_2_GIB = 1L << 31;

    private final VirtualMemory memory;
    private final MappingOptions options;
    private final Set<Wish> wishes;

    /** Size of the pages asked of the pool, 0 when there are none to ask for. */
    private final long hugePageSize;

    /** Size of transparent huge pages when they are wished for and there are any, else 0. */
    private final long transparentSize;

    Mapper(VirtualMemory memory, MappingOptions options) {
        this.memory = memory;
        this.options = options;
        this.wishes = options.wishes();
        this.hugePageSize =
                options.hugePageSize() == MappingOptions.POOLED ? memory.pooledHugePageSize() : options.hugePageSize();
        this.transparentSize = wishes.contains(Wish.TRANSPARENT_HUGE_PAGES) || hugePageSize != 0
                ? memory.transparentHugePageSize()
                : 0;
    }

    /**
     * Address space that was reserved, or not.
     *
     * @param start its first address, or {@code -errno}
     * @param span its bytes: enough for an aligned piece wherever it starts
     * @param how as what it was reserved
     * @param hugeErrno why it does not have the huge pages that were wished for
     * @param lowErrno why it does not lie low
     */
    record Reserved(long start, long span, Reservation how, int hugeErrno, int lowErrno) {}

    /** The unit of pieces: pages may turn out smaller, but never larger. */
    long granularity() {
        return Math.max(memory.pageSize(), hugePageSize);
    }

    /** The alignment of pieces without which a wish would be in vain. */
    long leastAlignment(long byteSize) {
        boolean large = wishes.contains(Wish.TRANSPARENT_HUGE_PAGES) && byteSize >= transparentSize;
        return large ? Math.max(transparentSize, granularity()) : granularity();
    }

    /** Tells whether a piece may be moved by the system without losing anything that was wished for. */
    boolean survivesMoves(long byteSize) {
        return leastAlignment(byteSize) <= memory.pageSize() && !wishes.contains(Wish.FIRST_2_GIB);
    }

    /** Reserves address space for an aligned piece, with as many of the wishes as the system grants. */
    Reserved reserve(long byteSize, long alignment) {
        int hugeErrno = options.hugePageSize() != 0 && hugePageSize == 0 ? VirtualMemory.ENOSYS : 0;
        int lowErrno = 0;
        long start = -VirtualMemory.ENOMEM;
        long span = 0;
        Reservation how = Reservation.PLAIN;
        for (Reservation attempt : attempts()) {
            how = attempt;
            // The system aligns to the pages it gives, which may be smaller than the unit of pieces.
            span = byteSize + alignment - Math.max(memory.pageSize(), attempt.hugePageSize());
            start = memory.reserve(span, attempt);
            if (start > 0) {
                break;
            }
            // Of a failed attempt with both, the one that is dropped next gets the blame.
            hugeErrno = attempt.hugePageSize() != 0 ? (int) -start : hugeErrno;
            lowErrno = attempt.first2GiB() ? (int) -start : lowErrno;
        }
        return new Reserved(start, span, how, hugeErrno, lowErrno);
    }

    /** All, then without the low address, then without the huge pages, then without both; without repetition. */
    private Set<Reservation> attempts() {
        boolean low = wishes.contains(Wish.FIRST_2_GIB);
        boolean noReserve = wishes.contains(Wish.NO_RESERVE);
        Set<Reservation> attempts = new LinkedHashSet<>();
        attempts.add(new Reservation(hugePageSize, low, noReserve));
        attempts.add(new Reservation(hugePageSize, false, noReserve));
        attempts.add(new Reservation(0, low, noReserve));
        attempts.add(new Reservation(0, false, noReserve));
        return attempts;
    }

    /**
     * Binds, commits and the rest.
     *
     * @return the report, or null with {@code errno} as the answer's place when the range could not be committed
     */
    Settled settle(Reserved reserved, long address, long byteSize) {
        Draft draft = new Draft(address, byteSize);
        noteReservation(draft, reserved);
        NumaPolicy policy = options.policy();
        if (policy != null) {
            bind(draft, policy);
        }
        int errno = memory.commit(address, byteSize);
        if (errno != 0) {
            return new Settled(null, errno);
        }
        long pageSize = Math.max(memory.pageSize(), reserved.how().hugePageSize());
        boolean transparent = adviseHugePages(draft, pageSize);
        if (wishes.contains(Wish.EXCLUDE_FROM_DUMPS)) {
            int refusal = memory.advise(address, byteSize, VirtualMemory.Advice.EXCLUDE_FROM_DUMPS);
            draft.note(Wish.EXCLUDE_FROM_DUMPS, refusal == 0 ? Outcome.GRANTED : Outcome.REFUSED, refusal);
        }
        if (wishes.contains(Wish.LOCK)) {
            lock(draft);
        }
        if (wishes.contains(Wish.POPULATE)) {
            draft.answers.add(populate(address, byteSize, pageSize));
        }
        return new Settled(
                new MappingReport(options, address, byteSize, pageSize, transparent, draft.policy, draft.answers), 0);
    }

    /**
     * A mapping that is ready, or not.
     *
     * @param report what became of the wishes, or null
     * @param errno why there is none, else 0
     */
    record Settled(@Nullable MappingReport report, int errno) {}

    /** What is known of a mapping while it is made. */
    private static final class Draft {
        final long address;
        final long byteSize;
        final List<Answer> answers = new ArrayList<>();

        @Nullable
        NumaPolicy policy;

        Draft(long address, long byteSize) {
            this.address = address;
            this.byteSize = byteSize;
        }

        void note(Wish wish, Outcome outcome, int errno) {
            answers.add(new Answer(wish, outcome, errno));
        }
    }

    private void noteReservation(Draft draft, Reserved reserved) {
        if (wishes.contains(Wish.HUGE_PAGES)) {
            boolean granted = reserved.how().hugePageSize() != 0;
            draft.note(
                    Wish.HUGE_PAGES, granted ? Outcome.GRANTED : Outcome.FELL_BACK, granted ? 0 : reserved.hugeErrno());
        }
        if (wishes.contains(Wish.FIRST_2_GIB)) {
            boolean granted = draft.address + draft.byteSize <= FIRST_2_GIB;
            draft.note(
                    Wish.FIRST_2_GIB,
                    granted ? Outcome.GRANTED : Outcome.FELL_BACK,
                    granted || reserved.how().first2GiB() ? 0 : reserved.lowErrno());
        }
        if (wishes.contains(Wish.NO_RESERVE)) {
            draft.note(Wish.NO_RESERVE, memory.honoursNoReserve() ? Outcome.GRANTED : Outcome.FELL_BACK, 0);
        }
    }

    private void bind(Draft draft, NumaPolicy policy) {
        Bound bound = bind(draft.address, draft.byteSize, policy);
        draft.policy = bound.readBack();
        draft.answers.add(bound.answer());
    }

    /**
     * A policy that was bound, or not.
     *
     * @param readBack what the system says it is, or null
     * @param answer granted only if that is what was asked
     */
    record Bound(@Nullable NumaPolicy readBack, Answer answer) {}

    Bound bind(long address, long byteSize, NumaPolicy policy) {
        int errno = memory.bind(address, byteSize, policy);
        if (errno != 0) {
            return new Bound(null, new Answer(Wish.NUMA_POLICY, Outcome.REFUSED, errno));
        }
        NumaPolicy.Reading reading = memory.policyAt(address);
        NumaPolicy readBack = reading.policy();
        boolean granted = readBack != null && policy.choosesLike(readBack);
        Outcome outcome = granted ? Outcome.GRANTED : Outcome.FELL_BACK;
        return new Bound(readBack, new Answer(Wish.NUMA_POLICY, outcome, reading.errno()));
    }

    /** Advises transparent huge pages when they are wished for, or stand in for huge pages that are not to be had. */
    private boolean adviseHugePages(Draft draft, long pageSize) {
        boolean wished = wishes.contains(Wish.TRANSPARENT_HUGE_PAGES);
        boolean standIn = wishes.contains(Wish.HUGE_PAGES) && pageSize == memory.pageSize();
        if (!wished && !standIn) {
            return false;
        }
        int errno = memory.advise(draft.address, draft.byteSize, VirtualMemory.Advice.HUGE_PAGES);
        // The advice is taken without an error while the system has them switched off.
        boolean heeded = errno == 0 && transparentSize != 0;
        if (wished && heeded) {
            boolean fits = draft.byteSize >= transparentSize;
            draft.note(Wish.TRANSPARENT_HUGE_PAGES, fits ? Outcome.GRANTED : Outcome.FELL_BACK, 0);
        } else if (wished) {
            draft.note(Wish.TRANSPARENT_HUGE_PAGES, Outcome.REFUSED, errno != 0 ? errno : VirtualMemory.ENOSYS);
        }
        return heeded;
    }

    /** Locks all or nothing: a refusal may have locked some pages, and marked the others. */
    private void lock(Draft draft) {
        int errno = memory.lock(draft.address, draft.byteSize);
        if (errno != 0) {
            memory.unlock(draft.address, draft.byteSize);
        }
        draft.note(Wish.LOCK, errno == 0 ? Outcome.GRANTED : Outcome.REFUSED, errno);
    }

    /**
     * Makes pages present, by the system or, where it has no call for it, by touching them.
     *
     * <p>Touching cannot be refused, only punished, so it is not tried when the system had a reason, and never on huge
     * pages. The pages are fresh: writing zeroes changes nothing.
     */
    Answer populate(long address, long byteSize, long pageSize) {
        int errno = memory.advise(address, byteSize, VirtualMemory.Advice.POPULATE);
        if (errno == 0) {
            return new Answer(Wish.POPULATE, Outcome.GRANTED, 0);
        }
        boolean lacking = errno == VirtualMemory.EINVAL || errno == VirtualMemory.ENOSYS;
        if (!lacking || pageSize != memory.pageSize()) {
            return new Answer(Wish.POPULATE, Outcome.REFUSED, errno);
        }
        for (long page = address; page < address + byteSize; page += pageSize) {
            RawAccess.putByte(page, (byte) 0);
        }
        return new Answer(Wish.POPULATE, Outcome.FELL_BACK, errno);
    }
}
