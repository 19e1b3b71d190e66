package org.allotment.reports.triage;

import java.time.Instant;
import java.util.regex.Pattern;
import org.allotment.reports.model.incident.IncidentState;
import org.allotment.reports.store.access.AuditEntry;
import org.allotment.reports.store.access.AuditTable;
import org.allotment.reports.store.incident.IncidentTable;
import org.allotment.reports.store.incident.IncidentTable.Standing;
import org.allotment.reports.store.incident.IncidentTable.Step;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes a change of an incident and what it was, into its own story and into the audit log, within one transaction. */
final class Journal {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");
    private static final int LENGTH = 200;
    private static final Triage.Actor DASHBOARD = new Triage.Actor("the dashboard", null, "itself");

    private final Handle handle;
    private final IncidentTable table;
    private final long now;

    Journal(Handle handle, long now) {
        this.handle = handle;
        this.table = new IncidentTable(handle);
        this.now = now;
    }

    /** The dashboard itself saw that an incident is mended, or is not. */
    void turn(Standing was, IncidentState state) {
        table.put(new Standing(was.id(), was.project(), state, was.owner(), was.issue(), was.version()));
        tell(was, DASHBOARD, new Step(DASHBOARD.name(), "turn", was.state().word(), state.word()));
    }

    /** One step of somebody. */
    void tell(Standing incident, Triage.Actor actor, String kind, @Nullable String before, @Nullable String text) {
        tell(incident, actor, new Step(actor.name(), kind, before, text));
    }

    private void tell(Standing incident, Triage.Actor actor, Step step) {
        table.tell(incident.id(), now, step);
        boolean said = step.kind().equals("comment");
        AuditTable.add(
                handle,
                new AuditEntry(
                        Instant.ofEpochMilli(now),
                        plain(actor.name()),
                        actor.tokenId(),
                        plain("incident " + step.kind()
                                + (said ? "" : " " + word(step.before()) + " → " + word(step.text()))),
                        incident.project(),
                        "/incidents/" + incident.id(),
                        plain(actor.remote()),
                        AuditEntry.DONE));
    }

    private static String word(@Nullable String text) {
        return text == null ? "none" : text;
    }

    private static String plain(String text) {
        String cut = text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "…";
        return CONTROL.matcher(cut).replaceAll("?");
    }
}
