package org.allotment.reports.store.write;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.document.EnvironmentDocument.Commit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Commits and their order. A commit stands at its commit time, or right behind a known parent that claims a later time:
 * clocks of authors differ, ancestry does not. A commit whose time nobody told stands where it was first received.
 */
final class CommitWriter {
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
            return known.get();
        }
        long time = (commit.commitTime() == null ? received : commit.commitTime()).toEpochMilli();
        long position = Math.max(time, behindParents(commit.parents()));
        long id = new Row("code_commit")
                .put("project_id", project)
                .put("sha", sha)
                .put("subject", orEmpty(commit.subject()))
                .put("author", orEmpty(commit.author()))
                .put("author_time", millis(commit.authorTime()))
                .put("commit_time", millis(commit.commitTime()))
                .put("position", position)
                .insertReturningId(handle);
        for (int i = 0; i < commit.parents().size(); i++) {
            new Row("commit_parent")
                    .put("commit_id", id)
                    .put("ord", i)
                    .put("parent_sha", commit.parents().get(i))
                    .insert(handle);
        }
        return new Place(id, position);
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

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
