package org.allotment.harness.subject;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of a subject without opening it.
 *
 * @param capabilities what it can do
 * @param maxSize largest block in bytes that the workloads may ask for
 */
public record Traits(Set<Capability> capabilities, long maxSize) {
    /** Above the largest block of any workload: stands for "no limit that matters here". */
    public static final long ANY_SIZE = 1L << 30;

    /** Copies the set. */
    public Traits {
        capabilities = Set.copyOf(capabilities);
    }

    /**
     * Describes an allocator without a relevant size limit.
     *
     * @param capabilities what it can do
     * @return the traits
     */
    public static Traits of(Capability... capabilities) {
        EnumSet<Capability> set = EnumSet.noneOf(Capability.class);
        set.addAll(List.of(capabilities));
        return new Traits(set, ANY_SIZE);
    }

    /**
     * Tells whether the subject has a capability.
     *
     * @param capability the one asked for
     * @return true when it has it
     */
    public boolean has(Capability capability) {
        return capabilities.contains(capability);
    }
}
