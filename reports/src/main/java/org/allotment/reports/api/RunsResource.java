package org.allotment.reports.api;

import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.Receipt;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.store.HistoryQueries;
import org.allotment.reports.store.HistoryQueries.RunFilter;
import org.allotment.reports.store.read.StoredUploads;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Runs: taken, listed, shown, given back byte for byte. */
@Singleton
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunsResource {
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;
    private static final int MOST = 1_000_000_000;

    private final Collector collector;
    private final HistoryQueries history;
    private final StoredUploads uploads;
    private final Visitor visitor;

    /** Over the collector and the history. */
    public RunsResource(Collector collector, HistoryQueries history, StoredUploads uploads, Visitor visitor) {
        this.collector = collector;
        this.history = history;
        this.uploads = uploads;
        this.visitor = visitor;
    }

    /** Takes an upload. */
    @POST
    @Needs(Right.INGEST)
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Takes one run: multipart parts jmh, stress, environment, or a bare JMH array")
    public Response take(@Context HttpHeaders headers, @Context UriInfo uri, InputStream body)
            throws IOException, RefusedException {
        Receipt receipt = collector.take(new UploadRequest(
                headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
                headers.getHeaderString(HttpHeaders.CONTENT_ENCODING),
                headers.getHeaderString("Idempotency-Key"),
                query(uri, "project"),
                query(uri, "commit"),
                query(uri, "branch"),
                visitor.project().orElse(null),
                body));
        Answers.Run answer = Answers.created(found(receipt.runId()));
        return receipt.created()
                ? Response.created(URI.create("/api/v1/runs/" + receipt.runId()))
                        .entity(answer)
                        .build()
                : Response.ok(answer).build();
    }

    /** Lists runs, newest first. */
    @GET
    @Needs(Right.READ)
    @Operation(summary = "Lists runs, newest first: project, branch, kind, offset, limit")
    public Answers.Page<RunSummary> list(@Context UriInfo uri) throws RefusedException {
        int limit = Parameters.number("limit", query(uri, "limit"), PAGE, LARGEST_PAGE);
        int offset = Parameters.number("offset", query(uri, "offset"), 0, MOST);
        RunFilter filter =
                new RunFilter(query(uri, "project"), query(uri, "branch"), query(uri, "kind"), offset, limit);
        return new Answers.Page<>(history.countRuns(filter), offset, limit, history.runs(filter));
    }

    /** One run. */
    @GET
    @Needs(Right.READ)
    @Path("/{id}")
    @Operation(summary = "One run with its verdict, environment, units and results")
    public Answers.Run one(@PathParam("id") String id) {
        return Answers.whole(found(id));
    }

    /** One uploaded document. */
    @GET
    @Needs(Right.READ)
    @Path("/{id}/upload")
    @Operation(summary = "One uploaded document, byte for byte")
    public Response upload(
            @PathParam("id") String id,
            @QueryParam("part") @Nullable String part,
            @QueryParam("index") @Nullable String index)
            throws RefusedException {
        String name = part == null ? "jmh" : part;
        int number = Parameters.number("index", index, 0, MOST);
        found(id);
        StoredUploads.Document document = uploads.find(id, name, number)
                .orElseThrow(() ->
                        new AbsentException("no such document, run=" + id + ", part=" + name + ", index=" + number));
        StreamingOutput bytes = out -> uploads.write(document, out);
        return Response.ok(bytes)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Content-Disposition", "attachment; filename=\"" + name(name) + "-" + number + ".json\"")
                .tag(document.sha256())
                .build();
    }

    private static String name(String part) {
        return switch (part) {
            case "stress", "environment" -> part;
            default -> "jmh";
        };
    }

    private RunDetail found(String id) {
        return history.run(id).orElseThrow(() -> new AbsentException("no such run, id=" + id));
    }

    private static @Nullable String query(UriInfo uri, String name) {
        return uri.getQueryParameters().getFirst(name);
    }
}
