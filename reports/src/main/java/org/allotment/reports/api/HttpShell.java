package org.allotment.reports.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.allotment.reports.access.Doorkeeper;
import org.allotment.reports.api.gate.OriginRule;
import org.allotment.reports.collect.intake.UploadLimits;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What holds for every answer, whoever gives it: who may ask, security headers, and the one shape of errors. */
@ApplicationScoped
public class HttpShell {
    private static final int FIRST = 10_000;
    private static final int SECOND = FIRST - 1;
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
                    + " object-src 'none'; frame-ancestors 'none'";

    private final ObjectMapper json;
    private final OriginRule rule;

    /** With the mapper of the API. */
    public HttpShell(
            ObjectMapper json, Doorkeeper doorkeeper, @ConfigProperty(name = "quarkus.http.host") String listening) {
        this.json = json;
        this.rule = new OriginRule(!doorkeeper.isOpen(), listening);
    }

    void filters(@Observes Filters filters) {
        filters.register(HttpShell::protect, FIRST);
        filters.register(this::admit, SECOND);
    }

    void router(@Observes Router router) {
        for (int status : new int[] {400, 404, 405, 406, 413, 415, 500, 503}) {
            router.errorHandler(status, context -> answer(context, status));
        }
    }

    private static void protect(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        context.next();
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<String> refusal = rule.refusal(new OriginRule.Asking(
                request.method().name(),
                request.getHeader("Host"),
                request.getHeader("Origin"),
                request.getHeader("Sec-Fetch-Site")));
        if (refusal.isPresent()) {
            turnAway(context, 403, ApiError.of("forbidden", refusal.get()));
        } else if (!UploadLimits.STANDARD.allows(request.getHeader("Content-Length"))) {
            long most = UploadLimits.STANDARD.wireBytes();
            turnAway(context, 413, ApiError.of("too-large", "upload too large, maxBytes=" + most));
        } else {
            context.next();
        }
    }

    /** What was not let in is not read. */
    private void turnAway(RoutingContext context, int status, ApiError error) {
        context.response().putHeader("Connection", "close");
        answer(context, status, error);
    }

    private void answer(RoutingContext context, int status) {
        HttpServerResponse response = context.response();
        if (!response.ended() && !response.headWritten()) {
            answer(context, status, ApiError.ofStatus(status));
        }
    }

    private void answer(RoutingContext context, int status, ApiError error) {
        HttpServerResponse response = context.response();
        try {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(json.writeValueAsString(error));
        } catch (JsonProcessingException e) {
            response.setStatusCode(500).end();
        }
    }
}
