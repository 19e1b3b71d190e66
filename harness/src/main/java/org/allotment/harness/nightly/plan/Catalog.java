package org.allotment.harness.nightly.plan;

import java.util.List;
import java.util.Optional;

/** What there is to measure; the suites implement it, tests invent it. */
public interface Catalog {

    /** All cells of a profile, those that cannot run here with their reason. */
    List<Cell> cells(Profile profile);

    /**
     * All cells that can be asked for, in the sizes of a profile: every subject at every benchmark, also those that a short
     * profile leaves out.
     */
    List<Cell> selectable(Profile profile);

    /** All litmus tests. */
    List<Litmus> litmus(Profile profile);

    /** The benchmark that never changes; empty where there is none. */
    Optional<Cell> canary();
}
