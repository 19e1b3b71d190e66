package org.allotment.harness.subject;

import java.util.Set;

/**
 * What is known of a subject without opening it.
 *
 * @param capabilities what it can do
 */
public record Traits(Set<Capability> capabilities) {
    /** Copies the set. */
    public Traits {
        capabilities = Set.copyOf(capabilities);
    }

    /**
     * Describes an allocator.
     *
     * @param capabilities what it can do
     * @return the traits
     */
    public static Traits of(Capability... capabilities) {
        return new Traits(Set.of(capabilities));
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
