package org.allotment.reports.api.incident;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import org.allotment.reports.access.Caller;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.triage.Triage;

/** Who does something, for the story of an incident and the audit log. */
@Singleton
public final class Actors {
    private final Visitor visitor;

    /** Over the present request. */
    public Actors(Visitor visitor) {
        this.visitor = visitor;
    }

    /** The caller that was let in. */
    public Triage.Actor of(HttpServerRequest connection) {
        Caller caller = visitor.caller().orElseThrow(() -> new IllegalStateException("nobody was let in"));
        return new Triage.Actor(
                caller.name(),
                caller.tokenId(),
                String.valueOf(connection.remoteAddress().hostAddress()));
    }
}
