package org.allotment.reports.app.command;

import java.time.Clock;
import java.util.List;
import org.allotment.reports.model.incident.IncidentDetail;
import org.allotment.reports.model.incident.IncidentState;
import org.allotment.reports.model.incident.IncidentSummary;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.incident.IncidentQuery;
import org.allotment.reports.store.incident.IncidentQuery.Filter;
import org.allotment.reports.triage.Triage;
import org.allotment.reports.triage.Wish;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Incidents: whoever may open the database may judge them. */
@Command(name = "incidents", mixinStandardHelpOptions = true, description = "Lists, shows and judges incidents.")
final class IncidentCommand extends Group {
    private static final int MOST = 1_000;

    @Command(mixinStandardHelpOptions = true, description = "Lists incidents, what waits for somebody first.")
    int list(
            @Option(names = "--project", description = "default: all") @Nullable String project,
            @Option(names = "--branch", description = "default: all") @Nullable String branch,
            @Option(names = "--state", defaultValue = "open", description = "open, any, or one state") String state,
            @Option(names = "--text", defaultValue = "", description = "part of a name") String text) {
        String wanted = state.equals("any")
                ? ""
                : state.equals("open") ? state : IncidentState.of(state).word();
        try (Store store = store()) {
            List<IncidentSummary> found =
                    new IncidentQuery(store).list(new Filter(project, branch, wanted, "", "", text), 0, MOST);
            found.forEach(each -> out().println(line(each)));
            out().println("incidents=" + found.size());
        }
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows one incident with its signs and its story.")
    int show(@Parameters(paramLabel = "ID") long id) {
        try (Store store = store()) {
            IncidentDetail detail = new IncidentQuery(store)
                    .one(id, null)
                    .orElseThrow(() -> new IllegalArgumentException("no such incident, id=" + id));
            out().println(line(detail.incident()));
            detail.signs()
                    .forEach(sign -> out().println((sign.closed() == null ? "  shows: " : "  well:  ")
                            + TerminalText.plain(sign.text())));
            detail.events()
                    .forEach(event -> out().println("  " + event.at() + " " + TerminalText.plain(event.actor()) + " "
                            + event.kind() + " " + TerminalText.plain(String.valueOf(event.text()))));
        }
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Says what is made of one incident.")
    int judge(
            @Parameters(paramLabel = "ID") long id,
            @Option(names = "--state", description = "acknowledged, expected, fixed or invalid") @Nullable String state,
            @Option(names = "--owner", description = "empty for nobody") @Nullable String owner,
            @Option(names = "--issue", description = "an address of http or https; empty for none") @Nullable
                    String issue,
            @Option(names = "--comment", description = "what there is to say") @Nullable String comment) {
        try (Store store = store()) {
            int version = new IncidentQuery(store)
                    .one(id, null)
                    .orElseThrow(() -> new IllegalArgumentException("no such incident, id=" + id))
                    .incident()
                    .version();
            Wish wish = new Wish(version, state == null ? null : IncidentState.of(state), owner, issue, comment);
            String who = System.getProperty("user.name", "unknown");
            new Triage(store, Clock.systemUTC()).change(id, null, wish, new Triage.Actor(who, null, "command line"));
        }
        return show(id);
    }

    private static String line(IncidentSummary incident) {
        return "id=" + incident.id() + ", state=" + incident.state().word() + ", direction="
                + (incident.worse() ? "worse" : "better") + ", project=" + TerminalText.plain(incident.project())
                + ", branch="
                + TerminalText.plain(incident.branch()) + ", owner="
                + TerminalText.plain(String.valueOf(incident.owner())) + ", signs="
                + incident.openSigns() + ": " + TerminalText.plain(incident.text());
    }
}
