package org.allotment.reports.api.admin;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.allotment.reports.access.AuditLog;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.Parameters;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.store.access.AuditEntry;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The audit log. */
@Singleton
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;
    private static final int MOST = 1_000_000_000;

    private final AuditLog log;
    private final Visitor visitor;

    /** Over the log. */
    public AuditResource(AuditLog log, Visitor visitor) {
        this.log = log;
        this.visitor = visitor;
    }

    /** One entry. */
    public record Line(
            String at,
            String actor,
            @Nullable Long token,
            String action,
            @Nullable String project,
            @Nullable String target,
            String remote,
            int status) {}

    /** A page of it. */
    @GET
    @Needs(Right.ADMIN)
    @Operation(summary = "What was changed or refused, newest first: offset, limit")
    public List<Line> list(@QueryParam("offset") @Nullable String offset, @QueryParam("limit") @Nullable String limit)
            throws RefusedException {
        return log
                .list(
                        visitor.project().orElse(null),
                        Parameters.number("offset", offset, 0, MOST),
                        Parameters.number("limit", limit, PAGE, LARGEST_PAGE))
                .stream()
                .map(AuditResource::line)
                .toList();
    }

    private static Line line(AuditEntry entry) {
        return new Line(
                entry.at().toString(),
                entry.actor(),
                entry.tokenId(),
                entry.action(),
                entry.project(),
                entry.target(),
                entry.remote(),
                entry.status());
    }
}
