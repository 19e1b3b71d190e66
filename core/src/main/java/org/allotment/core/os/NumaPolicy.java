package org.allotment.core.os;

import org.jspecify.annotations.Nullable;

/**
 * From which NUMA nodes the pages of a mapping, or of a thread, are to come.
 *
 * <p>A value, not yet an act: the kernel judges it when it is bound, and answers an error number.
 *
 * @param mode how nodes are chosen
 * @param nodes which nodes: some for {@link Mode#BIND} and {@link Mode#INTERLEAVE}, none for {@link Mode#DEFAULT} and
 *     {@link Mode#LOCAL}; {@link Mode#PREFERRED} takes the first, and without any means {@link Mode#LOCAL}
 * @param numbering what the numbers mean when the set of nodes that the process may use changes
 * @param residents what happens to pages that are there already
 */
public record NumaPolicy(Mode mode, NodeMask nodes, Numbering numbering, Residents residents) {
    /** How nodes are chosen, with the kernel's numbers. */
    public enum Mode {
        /** What the thread's own policy says. */
        DEFAULT(0),
        /** One node if it has room, else the nearest. */
        PREFERRED(1),
        /** These nodes and no others; when they are full the process is out of memory. */
        BIND(2),
        /** In turn from each of these nodes, page by page. */
        INTERLEAVE(3),
        /** The node of the processor that touches the page first. */
        LOCAL(4);

        private final int number;

        Mode(int number) {
            this.number = number;
        }
    }

    /** What node numbers mean when the process is moved to other nodes. */
    public enum Numbering {
        /** They are renumbered with the set of allowed nodes. */
        REMAPPED(0),
        /** They are the machine's, for good: {@code MPOL_F_STATIC_NODES}. */
        STATIC(1 << 15),
        /** They count within the set of allowed nodes, and wrap around in it: {@code MPOL_F_RELATIVE_NODES}. */
        RELATIVE(1 << 14);

        private final int flag;

        Numbering(int flag) {
            this.flag = flag;
        }
    }

    /** What happens to pages that exist when the policy is bound. */
    public enum Residents {
        /** They stay where they are. */
        STAY(0),
        /** They stay; if one lies where it should not, the call fails: {@code MPOL_MF_STRICT}. */
        VERIFY(1),
        /** They are moved where possible: {@code MPOL_MF_MOVE}. */
        MOVE(2),
        /** They are moved; if one cannot be, the call fails: {@code MPOL_MF_STRICT | MPOL_MF_MOVE}. */
        MOVE_ALL(3);

        private final int flags;

        Residents(int flags) {
            this.flags = flags;
        }

        int flags() {
            return flags;
        }
    }

    /**
     * What the kernel says a policy is.
     *
     * @param errno 0, or why it did not say
     * @param policy the policy; absent when {@code errno} is not 0, or 0 for a mode that this class does not know
     */
    public record Reading(int errno, @Nullable NumaPolicy policy) {}

    /**
     * Makes a policy whose numbers are renumbered with the process and that leaves existing pages alone.
     *
     * @param mode how nodes are chosen
     * @param nodes their numbers, from 0 to 32,767
     * @return the policy
     * @throws IllegalArgumentException if a number is out of range
     */
    public static NumaPolicy of(Mode mode, int... nodes) {
        return new NumaPolicy(mode, NodeMask.of(nodes), Numbering.REMAPPED, Residents.STAY);
    }

    /**
     * Returns this policy with another meaning of its numbers.
     *
     * @param meaning what the numbers mean
     * @return a policy that differs in this only
     */
    public NumaPolicy numbered(Numbering meaning) {
        return new NumaPolicy(mode, nodes, meaning, residents);
    }

    /**
     * Returns this policy with another fate of pages that exist.
     *
     * @param fate what happens to them
     * @return a policy that differs in this only
     */
    public NumaPolicy withResidents(Residents fate) {
        return new NumaPolicy(mode, nodes, numbering, fate);
    }

    /**
     * Tells whether the kernel would choose pages in the same way under another policy: all but the residents.
     *
     * @param other another policy
     * @return true when mode, nodes and numbering are equal
     */
    public boolean choosesLike(NumaPolicy other) {
        return withResidents(other.residents).equals(other);
    }

    /** The mode and its flag in one number, as the kernel wants them. */
    int modeBits() {
        return mode.number | numbering.flag;
    }

    /** Reads what the kernel wrote; null for a mode that is not one of ours. */
    static @Nullable NumaPolicy ofKernel(int modeBits, long... words) {
        for (Mode mode : Mode.values()) {
            for (Numbering numbering : Numbering.values()) {
                if ((mode.number | numbering.flag) == modeBits) {
                    return new NumaPolicy(mode, NodeMask.ofWords(words), numbering, Residents.STAY);
                }
            }
        }
        return null;
    }
}
