package org.allotment.harness.nightly.publish;

import java.util.List;
import java.util.Optional;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.UploadAnswer.Finding;
import org.allotment.harness.result.UploadAnswer.Verdict;

/**
 * What a night comes to: what the run knows by itself, what the dashboard found, and what a second look at the suspects said.
 *
 * @param own how the run ended before it was compared
 * @param first the verdict on the run
 * @param confirmation the verdict on the suspects measured again; empty if none were
 */
public record Judgement(ExitStatus own, Verdict first, Optional<Verdict> confirmation) {

    /** Slowdowns that nothing has confirmed yet; the second look replaces the first. */
    public List<Finding> suspects() {
        return confirmation.orElse(first).findings().stream()
                .filter(finding -> finding.is("suspect", "time"))
                .toList();
    }

    /** How the night ends; with {@code strict} an unconfirmed suspect is as bad as a confirmed one. */
    public ExitStatus status(boolean strict) {
        var status = own;
        for (var finding : first.findings()) {
            var replaced = confirmation.isPresent() && "time".equals(finding.kind());
            if (!replaced) {
                status = status.and(status(finding));
            }
        }
        status = status.and(counted(first));
        for (var finding : confirmation.map(Verdict::findings).orElse(List.of())) {
            status = status.and(status(finding));
        }
        return strict && !suspects().isEmpty() ? status.and(ExitStatus.WORSE) : status;
    }

    /** Counts speak where findings were left out, as in a long list. */
    private static ExitStatus counted(Verdict verdict) {
        if (verdict.red() > 0) {
            return ExitStatus.WORSE;
        }
        return verdict.missing() > 0 ? ExitStatus.MISSING : ExitStatus.CLEAN;
    }

    private static ExitStatus status(Finding finding) {
        if ("missing".equals(finding.kind()) || "missing".equals(finding.state())) {
            return ExitStatus.MISSING;
        }
        return "red".equals(finding.state()) ? ExitStatus.WORSE : ExitStatus.CLEAN;
    }
}
