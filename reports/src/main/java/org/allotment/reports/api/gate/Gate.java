package org.allotment.reports.api.gate;

import io.quarkus.runtime.BlockingOperationControl;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import org.allotment.reports.access.AuditLog;
import org.allotment.reports.access.Caller;
import org.allotment.reports.access.DeniedException;
import org.allotment.reports.access.Doorkeeper;
import org.allotment.reports.access.Needs;
import org.allotment.reports.api.ApiError;
import org.allotment.reports.store.StoreUnavailableException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every resource method: lets in whom the method's {@link Needs} lets in, and writes down what was changed.
 * The matched method decides, not the spelling of the path.
 */
@Singleton
public final class Gate {
    private static final Logger LOG = Logger.getLogger("org.allotment.reports");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<Integer> REFUSED = Set.of(401, 403);

    private final Instance<Doorkeeper> doorkeeper;
    private final Instance<AuditLog> log;
    private final Visitor visitor;

    /** Before all resources. Filters are made before the settings are read, so what needs the store comes with a request. */
    public Gate(Instance<Doorkeeper> doorkeeper, Instance<AuditLog> log, Visitor visitor) {
        this.doorkeeper = doorkeeper;
        this.log = log;
        this.visitor = visitor;
    }

    /** Lets the caller in, or throws. */
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public void admit(ContainerRequestContext request, ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        Needs needs = method == null ? null : method.getAnnotation(Needs.class);
        if (needs == null) {
            throw DeniedException.forbidden("not open to anybody");
        }
        visitor.enter(doorkeeper.get().admit(request.getHeaderString(HttpHeaders.AUTHORIZATION), needs.value()));
    }

    /** No name of ours has the character 0, and PostgreSQL takes it in no text: refused before anything is asked. */
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    public @Nullable Response refuseNul(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        boolean found = hasNul(uri.getPath())
                || uri.getQueryParameters().entrySet().stream()
                        .anyMatch(parameter -> hasNul(parameter.getKey())
                                || parameter.getValue().stream().anyMatch(Gate::hasNul));
        return found
                ? ApiError.of("bad-parameter", "the character 0 is in no name").response(400)
                : null;
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static boolean isLogged(ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        Needs needs = method == null ? null : method.getAnnotation(Needs.class);
        return needs == null || needs.logged();
    }

    /** Writes down a change, and a refusal of somebody who showed a token. */
    @ServerResponseFilter
    public void record(
            ContainerRequestContext request,
            ContainerResponseContext response,
            HttpServerRequest connection,
            ResourceInfo resource) {
        boolean changes = !READING.contains(request.getMethod()) && isLogged(resource);
        boolean refused =
                REFUSED.contains(response.getStatus()) && request.getHeaderString(HttpHeaders.AUTHORIZATION) != null;
        if (!(changes || refused) || !BlockingOperationControl.isBlockingAllowed()) {
            return;
        }
        Optional<Caller> caller = visitor.caller();
        String project = caller.map(Caller::project)
                .orElseGet(() -> request.getUriInfo().getQueryParameters().getFirst("project"));
        try {
            log.get()
                    .add(
                            new AuditLog.Actor(
                                    caller.map(Caller::name).orElse("unknown"),
                                    caller.map(Caller::tokenId).orElse(null),
                                    String.valueOf(connection.remoteAddress().hostAddress())),
                            new AuditLog.Deed(
                                    printable(request.getMethod() + " "
                                            + request.getUriInfo().getPath()),
                                    project == null ? null : printable(project),
                                    response.getHeaderString(HttpHeaders.LOCATION),
                                    response.getStatus()));
        } catch (StoreUnavailableException e) {
            LOG.warn(
                    "not written to the audit log, action=" + request.getMethod() + ", status=" + response.getStatus());
        }
    }

    private static String printable(String text) {
        return text.replace('\0', '?');
    }
}
