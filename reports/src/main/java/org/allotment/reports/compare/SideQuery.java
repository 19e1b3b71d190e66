package org.allotment.reports.compare;

import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.store.RunKinds;
import org.allotment.reports.store.read.RunQuery;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Finds what a side's name says, within the caller's transaction. */
final class SideQuery {
    private static final int MOST_RUNS = 50;
    private static final int FEWEST_DIGITS = 4;

    private final Handle handle;
    private final String project;

    SideQuery(Handle handle, String project) {
        this.handle = handle;
        this.project = project;
    }

    /** A run, a commit by the first characters of its hash, or a branch; which of them may be said before a colon. */
    Optional<Side> named(String name) {
        int colon = name.indexOf(':');
        String kind = colon < 0 ? "" : name.substring(0, colon);
        String rest = name.substring(colon + 1);
        return switch (kind) {
            case "run" -> run(rest);
            case "commit" -> commit(rest);
            case "branch" -> branch(rest);
            default -> run(name).or(() -> branch(name)).or(() -> commit(name));
        };
    }

    /** The newest nights of a branch, newest first. */
    List<Side> newest(String branch) {
        return RunQuery.nights(handle, project, branch, 2).stream()
                .map(SideQuery::single)
                .toList();
    }

    /** The newest night that measured another commit before that of a run, on its branch and kind of machine. */
    Optional<Side> before(RunSummary run) {
        return runs("""
                         b.name = :name AND e.name = :environment AND r.x_ord < (SELECT o.x_ord FROM run o WHERE o.id = :run) AND \
                        """ + RunKinds.NIGHTS, run.branch(), run).stream()
                .findFirst()
                .map(SideQuery::single);
    }

    private Optional<Side> run(String id) {
        return runs("r.id = :name", id, null).stream().findFirst().map(SideQuery::single);
    }

    private Optional<Side> branch(String name) {
        return runs("b.name = :name AND " + RunKinds.NIGHTS, name, null).stream()
                .findFirst()
                .map(night -> new Side("branch:" + name, List.of(night)));
    }

    /** All runs of one commit but those of a bisection, if the characters name one alone. */
    private Optional<Side> commit(String start) {
        if (start.length() < FEWEST_DIGITS || !start.chars().allMatch(Character::isLetterOrDigit)) {
            return Optional.empty();
        }
        List<RunSummary> found = runs("c.sha LIKE :name AND r.kind <> 'bisect'", start + "%", null);
        long commits = found.stream().map(SideQuery::sha).distinct().count();
        return commits == 1 ? Optional.of(new Side("commit:" + sha(found.getFirst()), found)) : Optional.empty();
    }

    private List<RunSummary> runs(String condition, String name, @Nullable RunSummary near) {
        return handle.createQuery(RunQuery.SELECT + " WHERE p.name = :project AND " + condition + " ORDER BY "
                        + RunQuery.ORDER_DESC + " LIMIT :most")
                .bind("project", project)
                .bind("name", name)
                .bind("environment", near == null ? "" : near.environment())
                .bind("run", near == null ? "" : near.id())
                .bind("most", MOST_RUNS)
                .map((row, context) -> RunQuery.summary(row))
                .list();
    }

    private static Side single(RunSummary run) {
        return new Side("run:" + run.id(), List.of(run));
    }

    private static String sha(RunSummary run) {
        RunSummary.CommitRef commit = run.commit();
        return commit == null ? "" : commit.sha();
    }
}
