package org.allotment.reports.api.inquiry;

import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.AbsentException;
import org.allotment.reports.api.Parameters;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.compare.Comparison;
import org.allotment.reports.compare.Comparisons;
import org.allotment.reports.compare.Pair;
import org.allotment.reports.compare.Side;
import org.allotment.reports.stats.Interval;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Two sides next to each other. */
@Singleton
@Path("/api/v1/compare")
@Produces(MediaType.APPLICATION_JSON)
public final class CompareResource {
    private static final int ROWS = 1_000;
    private static final int MOST_ROWS = 10_000;
    private static final int LAST = 1_000_000_000;

    private final Comparisons comparisons;
    private final Visitor visitor;

    /** Over comparisons. */
    public CompareResource(Comparisons comparisons, Visitor visitor) {
        this.comparisons = comparisons;
        this.visitor = visitor;
    }

    /** The answer; {@code total} counts the rows without paging. */
    public record Answer(
            Side base, Side head, Interval mean, int meanOf, int onlyBase, int onlyHead, int total, List<Pair> pairs) {}

    /** Compares. */
    @GET
    @Needs(Right.READ)
    @Operation(
            summary = "Two runs, commits or branches, the most significant difference first",
            description =
                    "base and head: run:ID, commit:SHA or branch:NAME, the word before the colon may be left out;"
                            + " without them the newest night of the branch and the one before. Also text, metric, verdict, offset, limit.")
    public Answer compare(
            @QueryParam("project") @DefaultValue("default") String project,
            @QueryParam("branch") @DefaultValue("default") String branch,
            @Context UriInfo uri)
            throws RefusedException {
        Optional<String> own = visitor.project();
        int offset = Parameters.number("offset", query(uri, "offset"), 0, LAST);
        int limit = Parameters.number("limit", query(uri, "limit"), ROWS, MOST_ROWS);
        Comparison found = Optional.of(project)
                .filter(each -> own.isEmpty() || own.get().equals(each))
                .flatMap(each ->
                        comparisons.of(new Comparisons.Question(each, branch, text(uri, "base"), text(uri, "head"))))
                .orElseThrow(() -> new AbsentException("no such run, commit or branch, name=base|head"));
        String metric = text(uri, "metric");
        String verdict = text(uri, "verdict");
        String text = text(uri, "text");
        List<Pair> pairs = found.pairs().stream()
                .filter(pair -> (metric.isEmpty() || metric.equals(pair.series().metric()))
                        && (verdict.isEmpty() || verdict.equals(pair.verdict().word()))
                        && pair.series().mentions(text))
                .toList();
        return new Answer(
                found.base(),
                found.head(),
                found.mean(),
                found.meanOf(),
                found.onlyBase(),
                found.onlyHead(),
                pairs.size(),
                pairs.stream().skip(offset).limit(limit).toList());
    }

    private static String text(UriInfo uri, String name) {
        String value = query(uri, name);
        return value == null ? "" : value;
    }

    private static @Nullable String query(UriInfo uri, String name) {
        return uri.getQueryParameters().getFirst(name);
    }
}
