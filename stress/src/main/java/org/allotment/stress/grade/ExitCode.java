package org.allotment.stress.grade;

import org.allotment.stress.verdict.StressDocument;
import org.allotment.stress.verdict.Verdict;

/** Exit codes of this command line; usage errors are picocli's own 2. */
final class ExitCode {
    static final int GREEN = 0;
    static final int RED = 1;
    static final int USAGE = 2;
    static final int MISSING = 3;

    private ExitCode() {}

    /** Returns the code of a graded run: red before missing. */
    static int of(StressDocument document) {
        if (document.hasAny(Verdict.RED)) {
            return RED;
        }
        return document.hasAny(Verdict.MISSING) ? MISSING : GREEN;
    }
}
