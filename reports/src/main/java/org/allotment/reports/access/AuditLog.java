package org.allotment.reports.access;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.allotment.reports.store.access.AuditEntry;
import org.allotment.reports.store.access.AuditTable;
import org.allotment.reports.store.keep.Witness;
import org.jspecify.annotations.Nullable;

/** Writes down who changed what. Of refused attempts, which cost the stranger nothing, only so many a minute. */
public final class AuditLog {
    private static final int REFUSALS_A_MINUTE = 60;
    private static final int LENGTH = 300;
    private static final int CLIENT_ERROR = 400;
    private static final long MINUTE = 60_000;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    private final AuditTable table;
    private final Clock clock;
    private long minute;
    private int refusals;

    /** Over the log of a store. */
    public AuditLog(AuditTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** Who, and from where. */
    public record Actor(String name, @Nullable Long tokenId, String remote) {}

    /** What was done or tried, and how it was answered. */
    public record Deed(
            String action,
            @Nullable String project,
            @Nullable String target,
            int status) {}

    /** Adds an entry. */
    public void add(Actor actor, Deed deed) {
        Instant now = clock.instant();
        if (deed.status() >= CLIENT_ERROR && isTooMuch(now)) {
            return;
        }
        table.add(entry(now, actor, deed));
    }

    /** Adds an entry of each old run within the transaction that takes something of it away: it stands if that does. */
    public Witness witness(Actor actor, String action) {
        return (handle, old) -> AuditTable.add(
                handle,
                entry(clock.instant(), actor, new Deed(action, old.project(), "run=" + old.run(), AuditEntry.DONE)));
    }

    private static AuditEntry entry(Instant now, Actor actor, Deed deed) {
        return new AuditEntry(
                now,
                plain(actor.name()),
                actor.tokenId(),
                plain(deed.action()),
                deed.project() == null ? null : plain(deed.project()),
                deed.target() == null ? null : plain(deed.target()),
                plain(actor.remote()),
                deed.status());
    }

    /** Newest first; those of one project, or of any where it is null. */
    public List<AuditEntry> list(@Nullable String project, int offset, int limit) {
        return table.list(project, offset, limit);
    }

    private synchronized boolean isTooMuch(Instant now) {
        long current = now.toEpochMilli() / MINUTE;
        refusals = current == minute ? refusals + 1 : 1;
        minute = current;
        return refusals > REFUSALS_A_MINUTE;
    }

    private static String plain(String text) {
        String cut = text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "…";
        return CONTROL.matcher(cut).replaceAll("?");
    }
}
