package org.allotment.reports.api.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.collect.intake.RefusedException.Reason;
import org.allotment.reports.format.Limits;
import org.allotment.reports.live.RunningNights;
import org.allotment.reports.model.live.RunningNight;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** Runs that go on: they say how far they are, and who may read is told. Those of another project are not there. */
@Singleton
@Path("/api/v1/progress")
@Produces(MediaType.APPLICATION_JSON)
public final class ProgressResource {
    private static final String RUN = "/{run: [A-Za-z0-9._-]{1,200}}";
    private static final long RETRY_SECONDS = 60;

    private final RunningNights nights;
    private final Streams streams;
    private final Visitor visitor;
    private final ObjectMapper json;

    /** Over the runs that go on. */
    ProgressResource(RunningNights nights, Streams streams, Visitor visitor, ObjectMapper json) {
        this.nights = nights;
        this.streams = streams;
        this.visitor = visitor;
        this.json = json;
    }

    /** Lists them. */
    @GET
    @Needs(Right.READ)
    @Operation(summary = "Runs that go on, in the order of their starts: project")
    public Progress.Page list(@QueryParam("project") @Nullable String project) {
        return Progress.page(visible(project), nights.now());
    }

    /** Lists them, and again whenever something changes. */
    @GET
    @Path("/stream")
    @Needs(Right.READ)
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Operation(
            summary = "The same as server-sent events: project",
            description =
                    "Each event \"progress\" has the whole list as its data. A stream ends after ten minutes, or when the"
                            + " server stops; 503 when too many are open.")
    public Multi<OutboundSseEvent> stream(@QueryParam("project") @Nullable String project) {
        if (streams.isFull()) {
            throw new ServiceUnavailableException(RETRY_SECONDS);
        }
        List<RunningNight> present = visible(project);
        return streams.open(visitor.project().orElse(project), present);
    }

    /** Takes what a run says of itself. */
    @PUT
    @Path(RUN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Right.INGEST, logged = false)
    @Operation(
            summary = "A run says how far it is: kind, profile, branch, commit, machine, started, done, total, failed,"
                    + " unit, unitSeconds, remainingSeconds; in the address: project")
    public Response say(@PathParam("run") String run, @QueryParam("project") @Nullable String project, InputStream body)
            throws IOException, RefusedException {
        RunningNight.Key key = new RunningNight.Key(own(project), run);
        if (!nights.hear(WordReader.read(json, key, body))) {
            throw new RefusedException(Reason.CONFLICT, "too many runs go on already, project=" + key.project());
        }
        streams.wake();
        return Response.noContent().build();
    }

    /** A run ended and will not be sent. */
    @DELETE
    @Path(RUN)
    @Needs(value = Right.INGEST, logged = false)
    @Operation(summary = "A run has stopped and its results do not come now; in the address: project")
    public Response end(@PathParam("run") String run, @QueryParam("project") @Nullable String project)
            throws RefusedException {
        nights.forget(new RunningNight.Key(own(project), run));
        streams.wake();
        return Response.noContent().build();
    }

    private List<RunningNight> visible(@Nullable String project) {
        String own = visitor.project().orElse(project);
        return project != null && !project.equals(own) ? List.of() : nights.list(own);
    }

    /** A sender of one project need not name it, and may not name another. */
    private String own(@Nullable String project) throws RefusedException {
        String only = visitor.project().orElse(null);
        String named = project == null || project.isEmpty() ? (only == null ? "default" : only) : project;
        if (only != null && !only.equals(named)) {
            throw new RefusedException(Reason.FORBIDDEN, "token of another project, project=" + only);
        }
        boolean printable = named.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (named.length() > Limits.NAME_LENGTH || !printable) {
            throw new RefusedException(
                    Reason.BAD_PARAMETER, "printable text expected, name=project, max=" + Limits.NAME_LENGTH);
        }
        return named;
    }
}
