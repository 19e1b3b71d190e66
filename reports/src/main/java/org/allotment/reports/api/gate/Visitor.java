package org.allotment.reports.api.gate;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.allotment.reports.access.Caller;
import org.jspecify.annotations.Nullable;

/** The caller of the present request; nobody until it was let in. */
@RequestScoped
public class Visitor {
    private @Nullable Caller caller;

    void enter(Caller admitted) {
        caller = admitted;
    }

    /** Who it is, if it was let in. */
    public Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    /** The one project that is open to it, empty for all; throws where nobody was let in. */
    public Optional<String> project() {
        if (caller == null) {
            throw new IllegalStateException("nobody was let in");
        }
        return Optional.ofNullable(caller.project());
    }
}
