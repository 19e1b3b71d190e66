package org.allotment.reports.alert;

import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a run; verdicts do today. */
public interface IncidentSource {
    /** One thing that is wrong; {@code subject} names it from run to run. */
    record Sighting(String subject, String detail, @Nullable String commit) {}

    /** What this run shows to be wrong. */
    List<Sighting> sightings(Handle handle, String runId);

    /** Which of these subjects the run looked at at all: only they can be well again. */
    Set<String> examined(Handle handle, String runId, Set<String> subjects);
}
