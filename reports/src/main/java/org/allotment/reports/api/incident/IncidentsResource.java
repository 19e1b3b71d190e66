package org.allotment.reports.api.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.AbsentException;
import org.allotment.reports.api.ApiError;
import org.allotment.reports.api.Parameters;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.collect.intake.RefusedException.Reason;
import org.allotment.reports.model.incident.IncidentDetail;
import org.allotment.reports.model.incident.IncidentState;
import org.allotment.reports.model.incident.IncidentSummary;
import org.allotment.reports.store.incident.IncidentQuery;
import org.allotment.reports.store.incident.IncidentQuery.Filter;
import org.allotment.reports.triage.StaleException;
import org.allotment.reports.triage.Triage;
import org.allotment.reports.triage.Wish;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Incidents: listed, shown, judged. What belongs to a project that is not open to the caller is not there. */
@Singleton
@Path("/api/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
public final class IncidentsResource {
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;
    private static final int MOST = 1_000_000_000;

    private final IncidentQuery incidents;
    private final Triage triage;
    private final Visitor visitor;
    private final Actors actors;
    private final ObjectMapper json;

    /** Over incidents and those who judge them. */
    public IncidentsResource(
            IncidentQuery incidents, Triage triage, Visitor visitor, Actors actors, ObjectMapper json) {
        this.incidents = incidents;
        this.triage = triage;
        this.visitor = visitor;
        this.actors = actors;
        this.json = json;
    }

    /** A page of the list. */
    public record Page(int total, int offset, int limit, List<IncidentSummary> items) {}

    /** The list. */
    @GET
    @Needs(Right.READ)
    @Operation(
            summary =
                    "Incidents, what waits for somebody first: project, branch, state, direction, owner, text, offset, limit",
            description = "state: open, new, acknowledged, expected, fixed or invalid; direction: worse or better")
    public Page list(@Context UriInfo uri) throws RefusedException {
        Optional<String> own = visitor.project();
        String project = query(uri, "project");
        int offset = Parameters.number("offset", query(uri, "offset"), 0, MOST);
        int limit = Parameters.number("limit", query(uri, "limit"), PAGE, LARGEST_PAGE);
        if (own.isPresent() && project != null && !own.get().equals(project)) {
            return new Page(0, offset, limit, List.of());
        }
        Filter filter = new Filter(
                own.orElse(project),
                query(uri, "branch"),
                state(text(uri, "state")),
                direction(text(uri, "direction")),
                text(uri, "owner"),
                text(uri, "text"));
        return new Page(incidents.count(filter), offset, limit, incidents.list(filter, offset, limit));
    }

    /** One. */
    @GET
    @Path("/{id}")
    @Needs(Right.READ)
    @Operation(summary = "One incident with its signs and its story")
    public IncidentDetail one(@PathParam("id") String id) throws RefusedException {
        return found(Parameters.id("id", id));
    }

    /** Judges one. */
    @PATCH
    @Path("/{id}")
    @Needs(Right.TRIAGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            description =
                    "An object with version, which must be that of the incident, and any of state, owner, issue, comment")
    @Operation(
            summary = "Changes state, owner, issue link, or adds a comment: all of it or nothing",
            description = "409 when the incident has another version by now")
    public IncidentDetail change(@PathParam("id") String id, @Context HttpServerRequest connection, InputStream body)
            throws IOException, RefusedException {
        long incident = Parameters.id("id", id);
        Wish wish = WishReader.ofJson(json, body);
        triage.change(incident, visitor.project().orElse(null), wish, actors.of(connection));
        return found(incident);
    }

    /** The one shape of errors. */
    @ServerExceptionMapper
    public Response stale(StaleException stale) {
        return ApiError.of("conflict", String.valueOf(stale.getMessage())).response(409);
    }

    private IncidentDetail found(long id) {
        return incidents
                .one(id, visitor.project().orElse(null))
                .orElseThrow(() -> new AbsentException("no such incident, id=" + id));
    }

    private static String state(String word) throws RefusedException {
        if (word.isEmpty() || word.equals("open")) {
            return word;
        }
        try {
            return IncidentState.of(word).word();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Reason.BAD_PARAMETER, e.getMessage() + "|open, name=state", null);
        }
    }

    private static String direction(String word) throws RefusedException {
        if (word.isEmpty() || word.equals("worse") || word.equals("better")) {
            return word;
        }
        throw new RefusedException(Reason.BAD_PARAMETER, "worse or better expected, name=direction", null);
    }

    private static String text(UriInfo uri, String name) {
        String value = query(uri, name);
        return value == null ? "" : value;
    }

    private static @Nullable String query(UriInfo uri, String name) {
        return uri.getQueryParameters().getFirst(name);
    }
}
