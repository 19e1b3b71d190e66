package org.allotment.reports.store.write;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.document.EnvironmentDocument.Commit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Commits and their order. A commit stands at its commit time, or right behind a known parent that claims a later time:
 * clocks of authors differ, ancestry does not. A commit whose time nobody told stands where it was first received, until
 * an upload tells its time or its parents: then it moves, and its runs and the commits behind it move along. Verdicts that
 * were given stay.
 */
final class CommitWriter {
    private static final int MOST_MOVES = 1_000;
    private static final List<String> MOVES = List.of(
            "UPDATE code_commit SET position = :position WHERE id = :id",
            "UPDATE result SET x_ord = :position WHERE run_id IN (SELECT r.id FROM run r WHERE r.commit_id = :id)",
            "UPDATE run SET x_ord = :position, searched = 0 WHERE commit_id = :id");

    private final Handle handle;
    private final long project;

    CommitWriter(Handle handle, long project) {
        this.handle = handle;
        this.project = project;
    }

    record Place(long id, long position) {}

    Place place(String sha, Commit commit, Instant received) {
        Optional<Place> known = find(sha);
        if (known.isPresent()) {
            fillIn(known.get().id(), commit);
            return told(known.get(), sha, commit);
        }
        long time = (commit.commitTime() == null ? received : commit.commitTime()).toEpochMilli();
        long position = Math.max(time, behindParents(commit.parents()));
        long id = new Row("code_commit")
                .put("project_id", project)
                .put("sha", sha)
                .put("subject", orEmpty(commit.subject()))
                .put("author", orEmpty(commit.author()))
                .putTime("author_time", commit.authorTime())
                .putTime("commit_time", commit.commitTime())
                .put("position", position)
                .insertReturningId(handle);
        addParents(id, commit.parents());
        return new Place(id, position);
    }

    /** What was not known of the commit before may move it. */
    private Place told(Place known, String sha, Commit commit) {
        Known before = handle.createQuery("""
                        SELECT commit_time, (SELECT count(*) FROM commit_parent WHERE commit_id = :id) AS parents
                        FROM code_commit WHERE id = :id""")
                .bind("id", known.id())
                .map((row, context) -> new Known(row.getObject("commit_time") != null, row.getInt("parents") > 0))
                .one();
        Instant time = before.time() ? null : commit.commitTime();
        List<String> parents = before.parents() ? List.of() : commit.parents();
        if (time == null && parents.isEmpty()) {
            return known;
        }
        addParents(known.id(), parents);
        if (time != null) {
            handle.createUpdate("UPDATE code_commit SET commit_time = :time WHERE id = :id")
                    .bind("time", time.toEpochMilli())
                    .bind("id", known.id())
                    .execute();
        }
        long own = time == null ? known.position() : time.toEpochMilli();
        long position = Math.max(own, behindParents(stored(known.id())));
        if (position != known.position()) {
            move(known.id(), position);
            settleChildren(sha);
        }
        return new Place(known.id(), position);
    }

    private record Known(boolean time, boolean parents) {}

    private record Child(long id, String sha, long position, long own) {}

    private List<String> stored(long id) {
        return handle.createQuery("SELECT parent_sha FROM commit_parent WHERE commit_id = :id ORDER BY ord")
                .bind("id", id)
                .mapTo(String.class)
                .list();
    }

    private void addParents(long id, List<String> parents) {
        for (int i = 0; i < parents.size(); i++) {
            new Row("commit_parent")
                    .put("commit_id", id)
                    .put("ord", i)
                    .put("parent_sha", parents.get(i))
                    .insert(handle);
        }
    }

    /** The runs of a commit stand where it stands. */
    private void move(long id, long position) {
        for (String update : MOVES) {
            handle.createUpdate(update)
                    .bind("position", position)
                    .bind("id", id)
                    .execute();
        }
    }

    /** Commits stand at their own time or behind their parents; parents in a circle must come to an end. */
    private void settleChildren(String sha) {
        Deque<String> front = new ArrayDeque<>(List.of(sha));
        for (int moves = 0; !front.isEmpty() && moves < MOST_MOVES; moves++) {
            for (Child child : children(front.remove())) {
                long position = Math.max(child.own(), behindParents(stored(child.id())));
                if (position != child.position()) {
                    move(child.id(), position);
                    front.add(child.sha());
                }
            }
        }
    }

    private List<Child> children(String parent) {
        return handle.createQuery("""
                        SELECT c.id, c.sha, c.position, coalesce(c.commit_time, c.position) AS own
                        FROM commit_parent t JOIN code_commit c ON c.id = t.commit_id
                        WHERE c.project_id = :project AND t.parent_sha = :parent""")
                .bind("project", project)
                .bind("parent", parent)
                .map((row, context) ->
                        new Child(row.getLong("id"), row.getString("sha"), row.getLong("position"), row.getLong("own")))
                .list();
    }

    private Optional<Place> find(String sha) {
        return handle.createQuery("SELECT id, position FROM code_commit WHERE project_id = :project AND sha = :sha")
                .bind("project", project)
                .bind("sha", sha)
                .map((row, context) -> new Place(row.getLong(1), row.getLong(2)))
                .findOne();
    }

    /** A commit that came first without words gets those of a later upload. */
    private void fillIn(long id, Commit commit) {
        handle.createUpdate("""
                        UPDATE code_commit SET subject = CASE WHEN subject = '' THEN :subject ELSE subject END,
                         author = CASE WHEN author = '' THEN :author ELSE author END WHERE id = :id""")
                .bind("subject", orEmpty(commit.subject()))
                .bind("author", orEmpty(commit.author()))
                .bind("id", id)
                .execute();
    }

    private long behindParents(List<String> parents) {
        return parents.stream()
                .flatMap(parent -> find(parent).stream())
                .mapToLong(parent -> parent.position() + 1)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
