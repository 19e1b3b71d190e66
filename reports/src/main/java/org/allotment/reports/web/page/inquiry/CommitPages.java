package org.allotment.reports.web.page.inquiry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.Finding.Kind;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.incident.IncidentSummary;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.store.inquiry.CommitView;
import org.allotment.reports.store.inquiry.CommitView.Caused;
import org.allotment.reports.store.inquiry.CommitView.Litmus;
import org.allotment.reports.web.page.Badges;
import org.allotment.reports.web.page.Figures;
import org.allotment.reports.web.page.Nights;
import org.allotment.reports.web.page.StressPages;
import org.allotment.reports.web.page.job.JobRows;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Links;
import org.allotment.reports.web.text.Moments;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.view.RunsPage;
import org.allotment.reports.web.view.inquiry.CommitPage;
import org.allotment.reports.web.view.inquiry.IncidentPage.Fact;
import org.allotment.reports.web.view.inquiry.IncidentPage.Link;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Finding;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.allotment.reports.web.view.part.Label;

/** The page of a commit: is it slower, is it still correct, what ran? */
public final class CommitPages {
    private static final int MOST_FINDINGS = 200;

    private CommitPages() {}

    /** Builds the page. */
    public static CommitPage of(
            Frame frame, CommitView commit, List<IncidentSummary> incidents, List<Job> jobs, Instant now) {
        Scope scope = frame.scope();
        return new CommitPage(
                frame,
                commit.sha(),
                commit.subject(),
                facts(commit),
                links(commit, scope),
                slower(commit),
                slowerBadge(commit),
                correct(commit),
                correctBadge(commit),
                ran(commit),
                incidents.stream().map(each -> IncidentPages.row(each, now)).toList(),
                commit.changes().stream().map(CommitPages::change).toList(),
                commit.findings().stream()
                        .limit(MOST_FINDINGS)
                        .map(finding -> finding(finding, scope))
                        .toList(),
                commit.runs().stream()
                        .map(run -> new RunsPage.Row(Nights.of(run, now), Nights.counts(run.verdict())))
                        .toList(),
                JobRows.of(jobs, now),
                Links.to("/api/v1/commits/" + Links.segment(commit.sha()))
                        .with("project", commit.project())
                        .toString());
    }

    /** The address of a commit's page. */
    public static String href(String sha, Scope scope) {
        return scope.link("/commits/" + Links.segment(sha)).toString();
    }

    private static List<Fact> facts(CommitView commit) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Commit", commit.sha(), ""));
        if (!commit.author().isEmpty()) {
            facts.add(new Fact("Author", commit.author(), ""));
        }
        Instant time = commit.time();
        if (time != null) {
            facts.add(new Fact("Committed", Moments.full(time), ""));
        }
        facts.add(new Fact(
                "Branches",
                commit.runs().stream().map(RunSummary::branch).distinct().collect(Collectors.joining(", ")),
                ""));
        return facts;
    }

    private static List<Link> links(CommitView commit, Scope scope) {
        List<Link> links = new ArrayList<>();
        String previous = commit.previous();
        String next = commit.next();
        if (previous != null) {
            String compare = scope.link("/compare")
                    .with("base", "commit:" + previous)
                    .with("head", "commit:" + commit.sha())
                    .toString();
            links.add(new Link(compare, "Compare with the commit measured before it"));
            links.add(new Link(href(previous, scope), "Before: " + brief(previous)));
        }
        if (next != null) {
            links.add(new Link(href(next, scope), "After: " + brief(next)));
        }
        return links;
    }

    private static String brief(String sha) {
        return sha.substring(0, Math.min(10, sha.length()));
    }

    private static long verdicts(CommitView commit, State state) {
        return commit.runs().stream()
                .filter(run -> !run.kind().equals("confirm") && !run.kind().equals("bisect"))
                .mapToLong(run -> run.verdict().of(state))
                .max()
                .orElse(0);
    }

    private static long count(CommitView commit, State state) {
        return commit.findings().stream()
                .filter(each -> each.state() == state && each.kind() != Kind.LITMUS && each.kind() != Kind.MISSING)
                .map(org.allotment.reports.model.history.Finding::seriesId)
                .distinct()
                .count();
    }

    private static long confirmed(CommitView commit) {
        return commit.changes().stream()
                .filter(each -> each.worse() && each.confirmed())
                .count();
    }

    private static String slower(CommitView commit) {
        List<String> parts = new ArrayList<>();
        add(parts, confirmed(commit), " confirmed for the worse in history that it may have caused");
        add(parts, count(commit, State.RED), " red");
        add(parts, count(commit, State.SUSPECT), " suspect on the night itself");
        if (!parts.isEmpty()) {
            return "Yes, or maybe: " + String.join(", ", parts) + ".";
        }
        return commit.judged() == 0
                ? "It cannot be said: nothing of it could be judged yet."
                : "Nothing shows it: " + Counts.of(commit.judged(), "judged figure") + " held.";
    }

    private static void add(List<String> parts, long count, String text) {
        if (count > 0) {
            parts.add(Counts.exact(count) + " series" + text);
        }
    }

    private static Badge slowerBadge(CommitView commit) {
        if (confirmed(commit) + count(commit, State.RED) > 0) {
            return Badge.RED;
        }
        if (count(commit, State.SUSPECT) > 0) {
            return Badge.SUSPECT;
        }
        return commit.judged() > 0 ? Badge.GREEN : Badge.TOO_FEW_RUNS;
    }

    private static String correct(CommitView commit) {
        if (commit.litmus().isEmpty()) {
            return "It cannot be said: no litmus test ran on it.";
        }
        long samples = commit.litmus().stream().mapToLong(Litmus::samples).sum();
        String counts = commit.litmus().stream()
                .map(each -> Counts.exact(each.tests()) + " "
                        + Badges.of(each.state()).word())
                .collect(Collectors.joining(", "));
        boolean bad = commit.litmus().getFirst().state() == State.RED;
        return (bad ? "No: " : "Nothing shows that it is not: ") + "litmus tests of all its runs: " + counts + ", in "
                + Counts.exact(samples) + " samples.";
    }

    private static Badge correctBadge(CommitView commit) {
        return commit.litmus().isEmpty()
                ? Badge.plain("not tested")
                : Badges.of(commit.litmus().getFirst().state());
    }

    private static String ran(CommitView commit) {
        long tests = commit.litmus().stream().mapToLong(Litmus::tests).sum();
        return Counts.of(commit.runs().size(), "run") + " with " + Counts.of(commit.results(), "figure") + " and "
                + Counts.of(tests, "litmus result") + "; on the fullest night "
                + Counts.exact(verdicts(commit, State.MISSING))
                + " missing, " + Counts.exact(verdicts(commit, State.NOT_APPLICABLE)) + " not applicable.";
    }

    private static CommitPage.Change change(Caused change) {
        Badge badge = change.worse()
                ? new Badge(
                        change.confirmed() ? "bad" : "warn",
                        "▲",
                        change.confirmed() ? "worse, confirmed" : "worse, provisional")
                : new Badge("good", "▼", change.confirmed() ? "better, confirmed" : "better, provisional");
        String phrase = Ratios.phrase(change.ratio(), change.series().kind() == MetricKind.TIME);
        return new CommitPage.Change(
                Figures.href(change.series().id()) + "#change-" + change.changeId(),
                badge,
                Figures.label(change.series()),
                phrase.isEmpty() ? change.worse() ? "more" : "less" : phrase,
                Ratios.range(change.low95(), change.high95()),
                change.commits() <= 1 ? "this commit" : "one of " + change.commits() + " measured commits");
    }

    private static Finding finding(org.allotment.reports.model.history.Finding finding, Scope scope) {
        boolean litmus = finding.kind() == Kind.LITMUS;
        String metric = finding.metric();
        String href = finding.seriesId() > 0
                ? Figures.href(finding.seriesId())
                : litmus ? StressPages.href(finding.name(), scope) : "";
        return new Finding(
                Badges.of(finding.state()),
                href,
                Label.of(finding.name(), Map.of(), litmus ? 0 : finding.threads(), metric == null ? "" : metric),
                Ratios.phrase(finding.ratio(), finding.kind() == Kind.TIME),
                finding.text());
    }
}
