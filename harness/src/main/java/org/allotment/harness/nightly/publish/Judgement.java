package org.allotment.harness.nightly.publish;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    /** Slowdowns that nothing has confirmed or cleared: a second look that says nothing of one acquits it of nothing. */
    public List<Finding> suspects() {
        var before = suspects(first);
        var again = confirmation.map(Judgement::suspects).orElse(List.of());
        var open = before.stream()
                .filter(suspect -> !isSettled(suspect, before.size()))
                .filter(suspect -> again.stream().noneMatch(suspect::isAbout));
        return Stream.concat(again.stream(), open).toList();
    }

    /** Slowdowns that a verdict names. */
    public static List<Finding> suspects(Verdict verdict) {
        return verdict.findings().stream()
                .filter(finding -> finding.is("suspect", "time"))
                .toList();
    }

    /** Settled by a finding of its own, or by none where all that was measured again was also compared. */
    private boolean isSettled(Finding suspect, int suspects) {
        if (confirmation.isEmpty()) {
            return false;
        }
        var second = confirmation.get();
        var found = second.findings().stream()
                .filter(finding -> "time".equals(finding.kind()) && finding.isAbout(suspect))
                .findFirst();
        return found.isPresent()
                ? !"suspect".equals(found.get().state())
                : second.tooFewRuns() == 0 && second.missing() == 0 && second.judged() >= suspects;
    }

    /** What is known after both looks, the worst first: a settled suspect gives way to what settled it. */
    public Verdict effective() {
        var open = suspects();
        var own = first.findings().stream().filter(finding -> !finding.is("suspect", "time"));
        var again = confirmation.map(Verdict::findings).orElse(List.of()).stream()
                .filter(finding -> !finding.is("suspect", "time") && !"missing".equals(finding.kind()));
        var all = Stream.of(again, own, open.stream())
                .flatMap(findings -> findings)
                .sorted(Comparator.comparing(finding -> !"red".equals(finding.state())))
                .toList();
        return new Verdict(
                first.state(),
                first.green(),
                open.size(),
                first.red(),
                first.missing(),
                first.notApplicable(),
                first.tooFewRuns(),
                first.improved(),
                all);
    }

    /** How the night ends; with {@code strict} an unconfirmed suspect is as bad as a confirmed one. */
    public ExitStatus status(boolean strict) {
        var status = own.and(status(first));
        if (confirmation.isPresent()) {
            status = status.and(status(confirmation.get()));
        }
        return strict && !suspects().isEmpty() ? status.and(ExitStatus.WORSE) : status;
    }

    /** Counts speak too: they hold where findings were left out. */
    private static ExitStatus status(Verdict verdict) {
        var status = verdict.missing() > 0 ? ExitStatus.MISSING : ExitStatus.CLEAN;
        if (verdict.red() > 0) {
            status = status.and(ExitStatus.WORSE);
        }
        for (var finding : verdict.findings()) {
            status = status.and(status(finding));
        }
        return status;
    }

    private static ExitStatus status(Finding finding) {
        if ("missing".equals(finding.kind()) || "missing".equals(finding.state())) {
            return ExitStatus.MISSING;
        }
        return "red".equals(finding.state()) ? ExitStatus.WORSE : ExitStatus.CLEAN;
    }
}
