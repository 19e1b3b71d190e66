package org.allotment.reports.web.page.inquiry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.model.incident.IncidentDetail;
import org.allotment.reports.model.incident.IncidentState;
import org.allotment.reports.model.incident.IncidentSummary;
import org.allotment.reports.model.incident.IncidentSummary.Bound;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.store.incident.IncidentQuery.Filter;
import org.allotment.reports.web.page.Figures;
import org.allotment.reports.web.page.Nights;
import org.allotment.reports.web.page.StressPages;
import org.allotment.reports.web.page.job.JobRows;
import org.allotment.reports.web.paging.Paging;
import org.allotment.reports.web.text.Cells;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Links;
import org.allotment.reports.web.text.Moments;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.view.inquiry.IncidentPage;
import org.allotment.reports.web.view.inquiry.IncidentPage.Fact;
import org.allotment.reports.web.view.inquiry.IncidentPage.Form;
import org.allotment.reports.web.view.inquiry.IncidentsPage;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Choice;
import org.allotment.reports.web.view.part.Label;
import org.allotment.reports.web.view.part.Moment;
import org.jspecify.annotations.Nullable;

/** The list of incidents, and the page of each. */
public final class IncidentPages {
    /** Incidents of one part of the list. */
    public static final int PAGE = 50;

    private static final String HEAD =
            "incident,state,direction,text,project,branch,environment,owner,issue,after,until,series,"
                    + "tests,open_signs,opened,closed\r\n";
    private static final String LIST = "/incidents";
    private static final Badge WORSE = new Badge("bad", "▲", "worse");
    private static final Badge BETTER = new Badge("good", "▼", "better");
    private static final Badge SHOWS = new Badge("bad", "▲", "shows");
    private static final Badge STANDS = new Badge("good", "▼", "stands");
    private static final Badge WELL = new Badge("good", "✓", "well again");

    private IncidentPages() {}

    /** One part of the list. */
    public record Part(List<IncidentSummary> incidents, Paging paging) {}

    /** Builds the list. */
    public static IncidentsPage list(Frame frame, Filter filter, Part part, Instant now) {
        List<IncidentSummary> incidents = part.incidents();
        Paging paging = part.paging();
        boolean narrows = !(filter.direction() + filter.owner() + filter.text()).isEmpty()
                || !filter.state().equals("open");
        return new IncidentsPage(
                frame,
                states(filter.state()),
                choices(filter.direction(), "", "either", "worse", "worse", "better", "better"),
                filter.owner(),
                filter.text(),
                narrows ? frame.scope().link(LIST).toString() : "",
                incidents.stream().map(each -> row(each, now)).toList(),
                paging.range("incident"),
                paging.previous(page -> part(frame, filter, page)),
                paging.next(page -> part(frame, filter, page)),
                link("/incidents.csv", frame, filter).toString(),
                link("/api/v1/incidents", frame, filter).toString());
    }

    /** All rows as CSV. */
    public static String csv(List<IncidentSummary> incidents) {
        StringBuilder csv = new StringBuilder(HEAD);
        for (IncidentSummary each : incidents) {
            csv.append(line(each));
        }
        return csv.toString();
    }

    private static String line(IncidentSummary each) {
        return Cells.line(
                each.id(),
                each.state().word(),
                each.worse() ? "worse" : "better",
                each.text(),
                each.project(),
                each.branch(),
                each.environment(),
                each.owner(),
                each.issue(),
                sha(each.after()),
                sha(each.until()),
                each.series(),
                each.tests(),
                each.openSigns(),
                each.opened(),
                each.closed());
    }

    /** Builds the page of one; {@code jobs} measured it again, {@code form} is that of a reader who may send it. */
    public static IncidentPage of(Frame frame, IncidentDetail detail, List<Job> jobs, Form form, Instant now) {
        IncidentSummary incident = detail.incident();
        return new IncidentPage(
                frame,
                incident.id(),
                badge(incident.state()),
                incident.worse() ? WORSE : BETTER,
                signs(incident) + (incident.worse() ? " got worse" : " got better"),
                incident.text(),
                facts(incident, now),
                links(incident, frame),
                detail.signs().stream()
                        .map(sign -> sign(sign, frame, incident.worse(), now))
                        .toList(),
                JobRows.of(jobs, now),
                detail.events().stream().map(event -> event(event, now)).toList(),
                form,
                "/api/v1/incidents/" + incident.id());
    }

    /**
     * The form as it starts, or with what somebody typed.
     *
     * @param typed what was typed, empty at first
     * @param problem why it was not taken, or empty
     */
    public static Form form(
            IncidentSummary incident, boolean shown, boolean asks, Map<String, String> typed, String problem) {
        String state = typed.getOrDefault("state", "");
        List<Choice> states = new ArrayList<>();
        states.add(new Choice("", "as it is: " + incident.state().word(), state.isEmpty()));
        for (IncidentState each : IncidentState.values()) {
            if (each != IncidentState.NEW && each != incident.state()) {
                states.add(new Choice(each.word(), each.word(), each.word().equals(state)));
            }
        }
        return new Form(
                shown,
                asks,
                incident.version(),
                states,
                typed.getOrDefault("owner", text(incident.owner())),
                typed.getOrDefault("issue", text(incident.issue())),
                typed.getOrDefault("comment", ""),
                problem);
    }

    /** The address of an incident's page. */
    public static String href(long id) {
        return LIST + "/" + id;
    }

    /** The badge of what people made of it. */
    public static Badge badge(IncidentState state) {
        return switch (state) {
            case NEW -> new Badge("bad", "●", "new");
            case ACKNOWLEDGED -> new Badge("warn", "◐", "acknowledged");
            case EXPECTED -> new Badge("calm", "–", "expected");
            case FIXED -> new Badge("good", "✓", "fixed");
            case INVALID -> new Badge("calm", "○", "invalid");
        };
    }

    /** One incident as a line of a list. */
    public static IncidentsPage.Row row(IncidentSummary incident, Instant now) {
        return new IncidentsPage.Row(
                href(incident.id()),
                badge(incident.state()),
                incident.worse() ? WORSE : BETTER,
                incident.text(),
                signs(incident),
                where(incident),
                Moment.of(incident.opened(), now),
                text(incident.owner()),
                text(incident.issue()));
    }

    private static Links link(String path, Frame frame, Filter filter) {
        return frame.scope()
                .link(path)
                .with("state", filter.state().isEmpty() ? "any" : filter.state())
                .with("direction", filter.direction())
                .with("owner", filter.owner())
                .with("text", filter.text());
    }

    private static String part(Frame frame, Filter filter, int page) {
        return link(LIST, frame, filter).page(page).toString();
    }

    private static List<Choice> states(String selected) {
        List<Choice> states = new ArrayList<>();
        states.add(new Choice("open", "waiting for somebody", selected.equals("open")));
        states.add(new Choice("any", "any", selected.isEmpty()));
        for (IncidentState each : IncidentState.values()) {
            states.add(new Choice(each.word(), each.word(), each.word().equals(selected)));
        }
        return states;
    }

    private static List<Choice> choices(String selected, String... words) {
        List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < words.length; i += 2) {
            choices.add(new Choice(words[i], words[i + 1], words[i].equals(selected)));
        }
        return choices;
    }

    private static String signs(IncidentSummary incident) {
        String series = incident.series() == 0 ? "" : Counts.exact(incident.series()) + " series";
        String tests = incident.tests() == 0 ? "" : Counts.of(incident.tests(), "litmus test");
        return series.isEmpty() || tests.isEmpty() ? series + tests : series + " and " + tests;
    }

    private static String where(IncidentSummary incident) {
        Bound after = incident.after();
        Bound until = incident.until();
        if (until == null) {
            return "";
        }
        return after == null ? "up to " + name(until) : "after " + name(after) + ", up to " + name(until);
    }

    private static String name(Bound bound) {
        String sha = text(bound.sha());
        return sha.isEmpty() ? Moments.minute(bound.started()) : sha.substring(0, Math.min(10, sha.length()));
    }

    private static @Nullable String sha(@Nullable Bound bound) {
        return bound == null ? null : bound.sha();
    }

    private static List<Fact> facts(IncidentSummary incident, Instant now) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("The cause lies", where(incident), ""));
        facts.add(new Fact("Branch", incident.branch(), ""));
        facts.add(new Fact("Machine class", incident.environment(), ""));
        facts.add(new Fact(
                "Opened", Moments.full(incident.opened()) + " (" + Moments.ago(incident.opened(), now) + ")", ""));
        Instant closed = incident.closed();
        facts.add(new Fact(
                "Now",
                closed == null
                        ? Counts.exact(incident.openSigns()) + " of it still there"
                        : "nothing of it left since " + Moments.minute(closed),
                ""));
        facts.add(new Fact("Owner", incident.owner() == null ? "nobody" : incident.owner(), ""));
        facts.add(new Fact("Issue", incident.issue() == null ? "none" : incident.issue(), text(incident.issue())));
        return facts;
    }

    private static List<IncidentPage.Link> links(IncidentSummary incident, Frame frame) {
        List<IncidentPage.Link> links = new ArrayList<>();
        Bound after = incident.after();
        Bound until = incident.until();
        if (after != null && until != null) {
            String href = frame.scope()
                    .link("/compare")
                    .with("base", "run:" + after.runId())
                    .with("head", "run:" + until.runId())
                    .toString();
            links.add(new IncidentPage.Link(href, "Compare the run before with the run behind it"));
        }
        if (until != null && until.sha() != null) {
            String href =
                    frame.scope().link("/commits/" + Links.segment(until.sha())).toString();
            links.add(new IncidentPage.Link(href, "The last commit that it may be"));
        }
        links.add(new IncidentPage.Link(Nights.href(incident.runId()), "The run that first showed it"));
        return links;
    }

    private static IncidentPage.Sign sign(IncidentDetail.Sign sign, Frame frame, boolean worse, Instant now) {
        SeriesInfo series = sign.series();
        Badge badge = sign.closed() == null ? worse ? SHOWS : STANDS : WELL;
        String change = series == null ? "" : Ratios.phrase(sign.ratio(), series.kind() == MetricKind.TIME);
        String href = series == null
                ? StressPages.href(sign.name(), frame.scope())
                : Figures.href(series.id()) + (sign.changeId() == null ? "" : "#change-" + sign.changeId());
        Label label = series == null ? Label.of(sign.name(), Map.of(), 0, "") : Figures.label(series);
        return new IncidentPage.Sign(
                badge,
                href,
                label,
                change,
                sign.changeId() == null ? sign.text() : "a change of level, borne out by five runs",
                Moment.of(sign.opened(), now),
                Nights.href(sign.runId()));
    }

    private static IncidentPage.Event event(IncidentDetail.Event event, Instant now) {
        String to = text(event.text());
        String text = switch (event.kind()) {
            case "state" -> "called it " + to;
            case "turn" ->
                to.equals(IncidentState.FIXED.word()) ? "saw all of it well again: fixed" : "saw it again: " + to;
            case "owner" -> to.isEmpty() ? "took the owner away" : "made " + to + " its owner";
            case "issue" -> to.isEmpty() ? "took the issue away" : "named the issue " + to;
            default -> "said";
        };
        boolean said = event.kind().equals("comment");
        return new IncidentPage.Event(Moment.of(event.at(), now), event.actor(), text, said ? to : "");
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
