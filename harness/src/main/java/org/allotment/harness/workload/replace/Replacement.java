package org.allotment.harness.workload.replace;

import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.ObjectSubject;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.ReplaceScript;

/** Chooses the loop that fits the shape of a subject, once, before anything is timed. */
public final class Replacement {
    /** Replacements of one run; the runs walk through the script, which then starts over. */
    public static final int STEPS = 1024;

    private Replacement() {}

    /**
     * Replace the oldest block of a small live set.
     *
     * @param subject whom to measure; closed with the workload
     * @param range one of {@link ReplaceScript#RANGES}
     * @return the workload
     */
    public static Workload of(Subject subject, String range) {
        ReplaceScript script = ReplaceScript.of(range);
        return switch (subject) {
            case AddressSubject addresses -> new AddressReplacement(addresses, script);
            case ObjectSubject<?> objects -> new ObjectReplacement<>(objects, script);
        };
    }
}
