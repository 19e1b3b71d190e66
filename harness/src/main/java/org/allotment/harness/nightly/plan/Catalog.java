package org.allotment.harness.nightly.plan;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What there is to measure; the suites implement it, tests invent it. */
public interface Catalog {

    /** All cells of a profile, those that cannot run here with their reason. */
    List<Cell> cells(Profile profile);

    /** All litmus tests whose name an expression finds. */
    List<Litmus> litmus(Profile profile, Pattern only);

    /** The benchmark that never changes; empty where there is none. */
    Optional<Cell> canary();
}
