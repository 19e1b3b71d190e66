package org.allotment.reports.api.inquiry;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.AbsentException;
import org.allotment.reports.api.Answers;
import org.allotment.reports.api.Parameters;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.store.read.series.BranchQuery;
import org.allotment.reports.store.read.series.BranchQuery.Branch;
import org.allotment.reports.store.read.series.RunSamples;
import org.allotment.reports.store.read.series.SampleQuery;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** One series from close by: the samples of one run, and its branches. */
@Singleton
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class SeriesDetailResource {
    private final SampleQuery samples;
    private final BranchQuery branches;
    private final Visitor visitor;

    /** Over samples and branches. */
    public SeriesDetailResource(SampleQuery samples, BranchQuery branches, Visitor visitor) {
        this.samples = samples;
        this.branches = branches;
        this.visitor = visitor;
    }

    /** The samples of one run, in JMH's own shapes. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Samples(
            SeriesInfo series,
            Instant started,
            @Nullable String commit,
            State state,
            double score,
            double low,
            double high,
            @Nullable Instant thinned,
            Answers.Raw samples) {}

    /** Samples. */
    @GET
    @Needs(Right.READ)
    @Path("/series/{id}/runs/{run}/samples")
    @Operation(
            summary = "The raw samples of one run of a series by fork; thinned says when their iterations were dropped")
    public Samples samples(@PathParam("id") String id, @PathParam("run") String run) throws RefusedException {
        long series = Parameters.id("id", id);
        RunSamples found = samples.of(series, run, project())
                .orElseThrow(() -> new AbsentException("no such series, or no such run of it, id=" + series));
        return new Samples(
                found.series(),
                found.started(),
                found.sha(),
                found.state(),
                found.score(),
                found.low(),
                found.high(),
                found.thinned(),
                Answers.raw(found.raw()));
    }

    /** Branches. */
    @GET
    @Needs(Right.READ)
    @Path("/series/{id}/branches")
    @Operation(summary = "The branches that have the figure of a series, each with its series there, the newest first")
    public List<Branch> branches(@PathParam("id") String id) throws RefusedException {
        long series = Parameters.id("id", id);
        List<Branch> found = branches.of(series, project());
        if (found.isEmpty()) {
            throw new AbsentException("no such series, id=" + series);
        }
        return found;
    }

    private @Nullable String project() {
        return visitor.project().orElse(null);
    }
}
