package org.allotment.harness.nightly.publish;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import org.allotment.harness.result.UploadAnswer.Finding;
import org.allotment.harness.result.UploadAnswer.Verdict;

/** Prints a verdict: the counts, then a line for each thing that stands out. */
public final class VerdictTable {

    private static final int SHOWN = 40;

    private VerdictTable() {}

    /** Prints a verdict under a title. */
    public static void print(PrintWriter out, String title, Verdict verdict) {
        out.printf(
                Locale.ROOT,
                "%s: %s%n  green %d · suspect %d · red %d · missing %d · not applicable %d · too few runs %d%n",
                title,
                verdict.state(),
                verdict.green(),
                verdict.suspect(),
                verdict.red(),
                verdict.missing(),
                verdict.notApplicable(),
                verdict.tooFewRuns());
        verdict.findings().stream().limit(SHOWN).forEach(finding -> print(out, finding));
        if (verdict.findings().size() > SHOWN) {
            out.println("  and " + (verdict.findings().size() - SHOWN) + " more on the page");
        }
        out.flush();
    }

    private static void print(PrintWriter out, Finding finding) {
        out.printf(
                Locale.ROOT,
                "  %-8s %-13s %s%s: %s%s%n",
                finding.state(),
                finding.kind(),
                finding.name(),
                finding.threads() > 0 ? ", threads=" + finding.threads() : "",
                Objects.requireNonNullElse(finding.text(), ""),
                finding.commit() == null ? "" : ", commit=" + shortened(finding.commit()));
    }

    private static String shortened(String sha) {
        return sha.substring(0, Math.min(8, sha.length()));
    }
}
