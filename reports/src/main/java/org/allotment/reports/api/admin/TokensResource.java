package org.allotment.reports.api.admin;

import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.allotment.reports.access.DeniedException;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.access.Tokens;
import org.allotment.reports.api.ApiError;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.store.access.StoredToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Tokens: made, listed, revoked. An administrator of one project sees and makes those of that project only. */
@Singleton
@Path("/api/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
public final class TokensResource {
    private final Tokens tokens;
    private final Visitor visitor;

    /** Over the tokens. */
    public TokensResource(Tokens tokens, Visitor visitor) {
        this.tokens = tokens;
        this.visitor = visitor;
    }

    /** A token to be made; without {@code project} for all, without {@code days} for good. */
    public record Wanted(
            @Nullable String name,
            @Nullable String scope,
            @Nullable String project,
            @Nullable Integer days) {}

    /** A token; {@code token} is there once, in the answer that makes it. */
    public record Shown(
            long id,
            String name,
            String scope,
            @Nullable String project,
            String created,
            @Nullable String expires,
            @Nullable String revoked,
            @Nullable String lastUsed,
            @Nullable String token) {}

    /** Makes one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.ADMIN)
    @Operation(summary = "Makes a token: name, scope, project, days; the answer shows it once")
    public Response create(@Nullable Wanted wanted) {
        if (wanted == null || wanted.name() == null || wanted.scope() == null) {
            return ApiError.of("bad-parameter", "name and scope expected").response(400);
        }
        String own = visitor.project().orElse(null);
        String project = wanted.project() == null ? own : wanted.project();
        if (own != null && !own.equals(project)) {
            throw DeniedException.forbidden("another project, project=" + own);
        }
        try {
            Duration life = wanted.days() == null ? null : Duration.ofDays(wanted.days());
            Tokens.Issued issued = tokens.create(wanted.name(), Right.of(wanted.scope()), project, life);
            return Response.created(
                            URI.create("/api/v1/tokens/" + issued.token().id()))
                    .header("Cache-Control", "no-store")
                    .entity(shown(issued.token(), issued.text()))
                    .build();
        } catch (IllegalArgumentException e) {
            return ApiError.of("bad-parameter", String.valueOf(e.getMessage())).response(400);
        }
    }

    /** All of them. */
    @GET
    @Needs(Right.ADMIN)
    @Operation(summary = "Tokens, good or not, without their texts")
    public List<Shown> list() {
        return tokens.list(visitor.project().orElse(null)).stream()
                .map(token -> shown(token, null))
                .toList();
    }

    /** Makes one good for nothing. */
    @DELETE
    @Path("/{id: [0-9]{1,18}}")
    @Needs(Right.ADMIN)
    @Operation(summary = "Revokes a token at once")
    public Response revoke(@PathParam("id") long id) {
        return tokens.revoke(id, visitor.project().orElse(null))
                ? Response.noContent().build()
                : ApiError.of("not-found", "no such token, id=" + id).response(404);
    }

    private static Shown shown(StoredToken token, @Nullable String text) {
        return new Shown(
                token.id(),
                token.name(),
                token.scope(),
                token.project(),
                token.created().toString(),
                text(token.expires()),
                text(token.revoked()),
                text(token.lastUsed()),
                text);
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
