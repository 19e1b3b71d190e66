package org.allotment.reports.app.command;

import java.time.Clock;
import java.time.Duration;
import org.allotment.reports.access.AuditLog;
import org.allotment.reports.access.Right;
import org.allotment.reports.access.Tokens;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.access.AuditEntry;
import org.allotment.reports.store.access.AuditTable;
import org.allotment.reports.store.access.TokenTable;
import org.allotment.reports.store.keep.Witness;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tokens: whoever may open the database may make one. */
@Command(name = "token", mixinStandardHelpOptions = true, description = "Makes, lists and revokes tokens.")
final class TokenCommand extends Group {
    @Command(mixinStandardHelpOptions = true, description = "Makes a token and shows it, this once.")
    int create(
            @Option(names = "--name", required = true, description = "whose it is") String name,
            @Option(names = "--scope", required = true, description = "ingest, agent, read, triage or admin")
                    String scope,
            @Option(names = "--project", description = "the one that it opens; default: all") @Nullable String project,
            @Option(names = "--days", description = "until it expires; default: never") @Nullable Integer days) {
        try (Store store = store()) {
            Duration life = days == null ? null : Duration.ofDays(days);
            Tokens.Issued issued = tokens(store).create(name, Right.of(scope), project, life);
            log(
                    store,
                    "token create",
                    project,
                    "/api/v1/tokens/" + issued.token().id());
            out().println(issued.text());
            err().println("id=" + issued.token().id() + ", scope=" + scope
                    + ": it is not kept and cannot be shown again");
        }
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists tokens, without their texts.")
    int list() {
        try (Store store = store()) {
            tokens(store).list(null).forEach(token -> out().println(token));
        }
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Makes a token good for nothing, at once.")
    int revoke(@Parameters(paramLabel = "ID") long id) {
        try (Store store = store()) {
            if (!tokens(store).revoke(id, null)) {
                throw new IllegalArgumentException("no such token, id=" + id);
            }
            log(store, "token revoke", null, "/api/v1/tokens/" + id);
            out().println("revoked=" + id);
        }
        return 0;
    }

    private static Tokens tokens(Store store) {
        return new Tokens(new TokenTable(store), Clock.systemUTC());
    }

    /** Writes down what was done from the command line. */
    private static void log(Store store, String action, @Nullable String project, String target) {
        audit(store).add(actor(), new AuditLog.Deed(action, project, target, AuditEntry.DONE));
    }

    /** Writes down each old run that goes from the command line. */
    static Witness witness(Store store, String action) {
        return audit(store).witness(actor(), action);
    }

    private static AuditLog audit(Store store) {
        return new AuditLog(new AuditTable(store), Clock.systemUTC());
    }

    private static AuditLog.Actor actor() {
        return new AuditLog.Actor(System.getProperty("user.name", "unknown"), null, "command line");
    }
}
