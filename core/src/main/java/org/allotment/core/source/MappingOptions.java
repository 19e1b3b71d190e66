package org.allotment.core.source;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.allotment.core.AllocationException;
import org.allotment.core.bits.Alignment;
import org.allotment.core.os.NumaPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MemoryMapSource} wishes of the system for each piece; everything is off by default.
 *
 * <p>A wish that the system does not grant is reported ({@link MappingReport}), and the piece comes without it, unless
 * the wish is among the required ones: then there is no piece.
 *
 * @param policy NUMA policy of the pieces, or null for the thread's own
 * @param hugePageSize page size asked of the system's pool of huge pages: a power of two from 64 KiB to 16 GiB,
 *     {@link #POOLED} for the pool's ordinary size, or 0 for none
 * @param flags the wishes that need no value: all but {@link Wish#NUMA_POLICY} and {@link Wish#HUGE_PAGES}
 * @param required the wishes without which a piece is of no use; each is wished for as well
 */
public record MappingOptions(@Nullable NumaPolicy policy, long hugePageSize, Set<Wish> flags, Set<Wish> required) {
    /** Asks for pages of the ordinary size in the system's pool of huge pages. */
    public static final long POOLED = -1;

    /** No wishes: pages anywhere, counted as the system counts, present when they are touched. */
    public static final MappingOptions DEFAULT = new MappingOptions(null, 0, Set.of(), Set.of());

    private static final long LEAST_HUGE_PAGE = 64L << 10;
    private static final long MOST_HUGE_PAGE = 16L << 30;

    /** What can be wished for; listed in the order in which the system is asked. */
    public enum Wish {
        /** Pages from the system's pool of huge pages, reserved with the piece. Falls back to transparent ones. */
        HUGE_PAGES,
        /**
         * Addresses within the first 2 GiB, as Linux on x86-64 offers with {@code MAP_32BIT} (which is not the first
         * 4 GiB, let alone 32).
         */
        FIRST_2_GIB,
        /** No memory or swap set aside: touching a page later may end the process. */
        NO_RESERVE,
        /** Pages from certain NUMA nodes, from the first page on. */
        NUMA_POLICY,
        /** Huge pages where the system finds them; pieces are aligned so that it can. */
        TRANSPARENT_HUGE_PAGES,
        /** Contents stay out of core dumps. */
        EXCLUDE_FROM_DUMPS,
        /** Pages stay in physical memory; implies that they are present at once. */
        LOCK,
        /** Every page is present before the piece is handed out. */
        POPULATE
    }

    /**
     * Checks that the wishes can go together.
     *
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if a page size is out of range, a policy has nodes
     *     where it must have none or none where it needs some, a flag needs a value, huge pages are not to be reserved
     *     (an empty pool would end the process at the first touch), or something is required and not wished for
     */
    public MappingOptions {
        flags = copy(flags);
        required = copy(required);
        checkPageSize(hugePageSize);
        for (Wish valued : EnumSet.of(Wish.NUMA_POLICY, Wish.HUGE_PAGES)) {
            if (flags.contains(valued)) {
                throw AllocationException.invalidParameter("this wish needs a value, wish=" + valued);
            }
        }
        if (hugePageSize != 0 && flags.contains(Wish.NO_RESERVE)) {
            throw AllocationException.invalidParameter(
                    "huge pages that are not reserved may end the process, hugePageSize=" + hugePageSize);
        }
        if (policy != null) {
            checkNodes(policy);
        }
        for (Wish needed : required) {
            if (!wishes(policy, hugePageSize, flags).contains(needed)) {
                throw AllocationException.invalidParameter("what is required must be wished for, wish=" + needed);
            }
        }
    }

    private static void checkPageSize(long size) {
        boolean sized = Alignment.isPowerOfTwo(size) && size >= LEAST_HUGE_PAGE && size <= MOST_HUGE_PAGE;
        if (!sized && size != 0 && size != POOLED) {
            throw AllocationException.invalidParameter(
                    "huge pages have a power of two from 64 KiB to 16 GiB, hugePageSize=" + size);
        }
    }

    private static void checkNodes(NumaPolicy policy) {
        boolean fits = switch (policy.mode()) {
            case DEFAULT, LOCAL -> policy.nodes().isEmpty();
            case BIND, INTERLEAVE -> !policy.nodes().isEmpty();
            case PREFERRED -> true;
        };
        if (!fits) {
            throw AllocationException.invalidParameter(
                    "a policy has nodes if its mode needs them, mode=" + policy.mode() + ", nodes=" + policy.nodes());
        }
    }

    /**
     * Returns these options with more wishes.
     *
     * @param more wishes that need no value
     * @return options that have them as well
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if they cannot go together
     */
    public MappingOptions with(Wish... more) {
        return new MappingOptions(policy, hugePageSize, union(flags, more), required);
    }

    /**
     * Returns these options with a NUMA policy.
     *
     * @param wished the policy
     * @return options that differ in this only
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the policy's nodes do not fit its mode
     */
    public MappingOptions withPolicy(NumaPolicy wished) {
        return new MappingOptions(wished, hugePageSize, flags, required);
    }

    /**
     * Returns these options with pages from the system's pool of huge pages.
     *
     * @param pageSize their size in bytes, a power of two from 64 KiB to 16 GiB, or {@link #POOLED}
     * @return options that differ in this only
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the size is out of range
     */
    public MappingOptions withHugePages(long pageSize) {
        return new MappingOptions(policy, pageSize, flags, required);
    }

    /**
     * Returns these options with some wishes required: without them there is no piece.
     *
     * @param needed wishes that these options have
     * @return options that require them as well
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if one of them is not wished for
     */
    public MappingOptions requiring(Wish... needed) {
        return new MappingOptions(policy, hugePageSize, flags, union(required, needed));
    }

    /**
     * Returns everything that is wished for.
     *
     * @return the flags, and the wishes with a value
     */
    public Set<Wish> wishes() {
        return wishes(policy, hugePageSize, flags);
    }

    private static Set<Wish> wishes(@Nullable NumaPolicy policy, long hugePageSize, Set<Wish> flags) {
        Set<Wish> all = EnumSet.noneOf(Wish.class);
        all.addAll(flags);
        if (policy != null) {
            all.add(Wish.NUMA_POLICY);
        }
        if (hugePageSize != 0) {
            all.add(Wish.HUGE_PAGES);
        }
        return Collections.unmodifiableSet(all);
    }

    private static Set<Wish> union(Set<Wish> some, Wish... more) {
        Set<Wish> all = EnumSet.noneOf(Wish.class);
        all.addAll(some);
        Collections.addAll(all, more);
        return all;
    }

    private static Set<Wish> copy(Set<Wish> wishes) {
        return Collections.unmodifiableSet(union(wishes));
    }
}
