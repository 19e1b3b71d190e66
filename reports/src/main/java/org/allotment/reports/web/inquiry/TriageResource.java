package org.allotment.reports.web.inquiry;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.allotment.reports.access.Caller;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.api.incident.Actors;
import org.allotment.reports.api.incident.WishReader;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.model.incident.IncidentDetail;
import org.allotment.reports.model.incident.IncidentState;
import org.allotment.reports.store.incident.IncidentQuery;
import org.allotment.reports.store.incident.IncidentQuery.Filter;
import org.allotment.reports.store.read.job.JobTrail;
import org.allotment.reports.triage.StaleException;
import org.allotment.reports.triage.Triage;
import org.allotment.reports.web.Desk;
import org.allotment.reports.web.NoSuchPageException;
import org.allotment.reports.web.page.Frames;
import org.allotment.reports.web.page.RowQuery;
import org.allotment.reports.web.page.inquiry.IncidentPages;
import org.allotment.reports.web.paging.Paging;
import org.allotment.reports.web.view.inquiry.IncidentPage;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Incidents, and the form that judges them; it works without a script. */
@Path("/")
final class TriageResource {
    private static final int MOST_ROWS = 10_000;

    private final Desk desk;
    private final IncidentQuery incidents;
    private final Triage triage;
    private final Visitor visitor;
    private final Actors actors;
    private final JobTrail trail;

    @Inject
    TriageResource(Desk desk, IncidentQuery incidents, Triage triage, Visitor visitor, Actors actors, JobTrail trail) {
        this.desk = desk;
        this.incidents = incidents;
        this.triage = triage;
        this.visitor = visitor;
        this.actors = actors;
        this.trail = trail;
    }

    @GET
    @Path("incidents")
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response list(@Context UriInfo uri) {
        return desk.page(() -> {
            Frames frames = desk.frames(uri);
            Scope scope = desk.scopeOrLost(uri, frames);
            Filter filter = filter(uri, scope);
            int asked = RowQuery.pageNumber(Desk.parameter(uri, "page"));
            Paging paging = Paging.of(asked, IncidentPages.PAGE, incidents.count(filter));
            return Templates.incidents(IncidentPages.list(
                    frames.frame("Incidents", "incidents", scope),
                    filter,
                    new IncidentPages.Part(incidents.list(filter, paging.first(), paging.size()), paging),
                    desk.now()));
        });
    }

    @GET
    @Path("incidents.csv")
    @Needs(Right.READ)
    @Produces("text/csv")
    @Operation(summary = "Incidents as CSV", description = "Takes the filters of the page's address")
    public Response csv(@Context UriInfo uri) {
        Scope scope = desk.scope(uri, desk.frames(uri)).orElseThrow(NotFoundException::new);
        String csv = IncidentPages.csv(incidents.list(filter(uri, scope), 0, MOST_ROWS));
        return Response.ok(csv, "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"incidents.csv\"")
                .build();
    }

    @GET
    @Path("incidents/{id: [0-9]{1,18}}")
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response one(@PathParam("id") long id, @Context UriInfo uri) {
        return desk.page(() -> Templates.incident(page(uri, found(id), Map.of(), "")));
    }

    /** A browser says where its form came from; what does not is no form of ours. */
    @POST
    @Path("incidents/{id: [0-9]{1,18}}")
    @Needs(Right.TRIAGE)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response judge(
            @PathParam("id") long id, @Context UriInfo uri, @Context HttpServerRequest connection, InputStream body)
            throws IOException {
        if (connection.getHeader("Origin") == null && connection.getHeader("Sec-Fetch-Site") == null) {
            return refused(
                    Response.Status.FORBIDDEN,
                    id,
                    uri,
                    Map.of(),
                    "A form that does not say where it comes from is not taken.");
        }
        Map<String, String> typed = Map.of();
        try {
            typed = WishReader.form(body);
            Optional<Integer> version =
                    triage.change(id, visitor.project().orElse(null), WishReader.wish(typed), actors.of(connection));
            if (version.isEmpty()) {
                return desk.page(() -> Templates.incident(page(uri, found(id), Map.of(), "")));
            }
            return Response.seeOther(URI.create(IncidentPages.href(id) + "#story"))
                    .build();
        } catch (RefusedException e) {
            return refused(
                    Response.Status.fromStatusCode(e.reason().status()),
                    id,
                    uri,
                    typed,
                    "Not taken: " + e.getMessage() + ".");
        } catch (StaleException e) {
            String problem =
                    "Somebody changed this incident meanwhile. What you typed is still here; look at the story below and send it again.";
            return refused(Response.Status.CONFLICT, id, uri, typed, problem);
        }
    }

    private Response refused(Response.Status status, long id, UriInfo uri, Map<String, String> typed, String problem) {
        Response page = desk.page(() -> Templates.incident(page(uri, found(id), typed, problem)));
        return page.getStatus() == Response.Status.OK.getStatusCode()
                ? Response.fromResponse(page).status(status).build()
                : page;
    }

    private IncidentPage page(UriInfo uri, IncidentDetail detail, Map<String, String> typed, String problem) {
        Scope scope = new Scope(detail.incident().project(), detail.incident().branch());
        Optional<Caller> caller = visitor.caller();
        boolean may =
                caller.filter(each -> each.scopes().contains(Right.TRIAGE)).isPresent();
        boolean stranger = caller.filter(each -> each.tokenId() == null).isPresent();
        return IncidentPages.of(
                desk.frames(uri).frame("Incident " + detail.incident().id(), "incidents", scope),
                detail,
                trail.ofIncident(detail.incident().id(), visitor.project().orElse(null)),
                IncidentPages.form(detail.incident(), may || stranger, !may, typed, problem),
                desk.now());
    }

    private IncidentDetail found(long id) {
        return incidents
                .one(id, visitor.project().orElse(null))
                .orElseThrow(() -> new NoSuchPageException("There is no incident with this number."));
    }

    /** What makes no sense counts as absent. */
    private static Filter filter(UriInfo uri, Scope scope) {
        String state = Desk.parameter(uri, "state");
        String direction = Desk.parameter(uri, "direction");
        return new Filter(
                scope.project(),
                scope.branch(),
                state.equals("any") ? "" : known(state) ? state : "open",
                direction.equals("worse") || direction.equals("better") ? direction : "",
                Desk.parameter(uri, "owner").strip(),
                Desk.parameter(uri, "text").strip());
    }

    private static boolean known(String state) {
        for (IncidentState each : IncidentState.values()) {
            if (each.word().equals(state)) {
                return true;
            }
        }
        return false;
    }
}
