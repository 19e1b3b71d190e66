package org.allotment.harness.nightly.runner;

import java.nio.file.Path;
import java.util.List;
import org.allotment.harness.nightly.plan.Unit;

/** How units become child processes; tests put other programs in their place. */
public interface Commands {

    /** One fork of a benchmark that writes JMH's JSON to {@code result}. */
    List<String> benchmark(Unit unit, Path result, Path scratch);

    /** Litmus tests in one process that writes a stress document to {@code result}. */
    List<String> litmus(List<Unit> units, Path result, Path scratch);

    /** The walks of our allocators, in a heap document that is written to {@code result}; empty where there are none. */
    default List<String> heap(Path result, Path scratch) {
        return List.of();
    }
}
