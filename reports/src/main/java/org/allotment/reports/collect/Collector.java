package org.allotment.reports.collect;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.allotment.reports.collect.intake.Intake;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.collect.intake.RefusedException.Reason;
import org.allotment.reports.collect.intake.Spool;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.collect.search.ChangeSearches;
import org.allotment.reports.format.Limits;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.model.document.EnvironmentDocument;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.write.RunHeader;
import org.allotment.reports.store.write.RunWriter;
import org.allotment.reports.store.write.RunWriter.Known;
import org.allotment.reports.store.write.SpooledPart;
import org.jspecify.annotations.Nullable;

/**
 * Takes uploads. Key, bytes, figures and verdict of a run are written in one transaction, so an upload is either
 * stored whole or not at all, and one that was answered stays stored.
 */
public final class Collector {
    private static final int ID_LENGTH = 16;
    private static final int KEY_LENGTH = 200;
    private static final int SHA_LENGTH = 64;

    private final Store store;
    private final Clock clock;
    private final UploadLimits limits;
    private final ChangeSearches searches;

    /** What may be kept of an upload is sized for the heap: all may arrive at once, one at a time is read. */
    private final Semaphore room = new Semaphore(1, true);

    /** Over an open store; changes are searched for before a call returns. */
    public Collector(Store store, Clock clock, UploadLimits limits) {
        this(store, clock, limits, new ChangeSearches(store, Runnable::run));
    }

    /** Over an open store; {@code searches} are woken when a run has landed. */
    public Collector(Store store, Clock clock, UploadLimits limits, ChangeSearches searches) {
        this.searches = searches;
        this.store = store;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Takes one upload.
     *
     * @throws RefusedException if it is not taken; nothing was stored
     * @throws IOException      if the body or the temporary folder cannot be read or written
     */
    public Receipt take(UploadRequest request) throws IOException, RefusedException {
        checked(request);
        try (Spool spool = new Spool()) {
            new Intake(limits, spool).take(request);
            room.acquireUninterruptibly();
            try {
                return take(request, spool);
            } finally {
                room.release();
            }
        }
    }

    private Receipt take(UploadRequest request, Spool spool) throws IOException, RefusedException {
        Contents contents = Contents.of(spool.parts());
        RunHeader header = header(request, spool.parts(), contents);
        Optional<Receipt> known = store.read(handle -> RunWriter.find(handle, header.project(), header.key()))
                .map(run -> receipt(run, header));
        if (known.isPresent()) {
            return agreed(known.get(), header);
        }
        Receipt receipt = agreed(write(header, contents), header);
        searches.wake();
        return receipt;
    }

    private Receipt write(RunHeader header, Contents contents) {
        return store.write(handle -> {
            Optional<Known> known = RunWriter.find(handle, header.project(), header.key());
            if (known.isPresent()) {
                return receipt(known.get(), header);
            }
            new Landing(handle, header, contents).land();
            return new Receipt(header.id(), true);
        });
    }

    /** An empty id stands for a conflict until it has left the transaction. */
    private static Receipt receipt(Known known, RunHeader header) {
        return new Receipt(known.contentHash().equals(header.contentHash()) ? known.runId() : "", false);
    }

    private static Receipt agreed(Receipt receipt, RunHeader header) throws RefusedException {
        if (receipt.runId().isEmpty()) {
            throw new RefusedException(Reason.CONFLICT, "key used for other bytes, key=" + header.key());
        }
        return receipt;
    }

    private RunHeader header(UploadRequest request, List<SpooledPart> parts, Contents contents)
            throws RefusedException {
        EnvironmentDocument environment = contents.environment();
        Instant received = clock.instant();
        String project = project(request, environment);
        String commit = agreed("commit", request.commit(), environment.commit().sha(), "");
        String branch = agreed("branch", request.branch(), environment.commit().branch(), "default");
        if (commit.length() > SHA_LENGTH) {
            throw new RefusedException(
                    Reason.BAD_PARAMETER, "commit too long, length=" + commit.length() + ", max=" + SHA_LENGTH);
        }
        String hash = contentHash(request, parts);
        String key = request.idempotencyKey() == null ? hash : request.idempotencyKey();
        return new RunHeader(
                Hashes.sha256(project, key).substring(0, ID_LENGTH),
                project,
                branch,
                key,
                hash,
                received,
                started(contents, received),
                commit.isEmpty() ? null : commit,
                Epochs.environmentClass(environment),
                environment,
                contents.jmh().isEmpty()
                        ? null
                        : contents.jmh().getFirst().setup().jmhVersion(),
                contents.stress(),
                parts);
    }

    /** A sender of one project need not name it, and may not name another. */
    private static String project(UploadRequest request, EnvironmentDocument environment) throws RefusedException {
        String only = request.only();
        String project =
                agreed("project", request.project(), environment.run().project(), only == null ? "default" : only);
        if (only != null && !only.equals(project)) {
            throw new RefusedException(Reason.FORBIDDEN, "token of another project, project=" + only);
        }
        return project;
    }

    private static Instant started(Contents contents, Instant received) {
        Instant run = contents.environment().run().started();
        if (run != null) {
            return run;
        }
        Instant stress = contents.stress() == null ? null : contents.stress().started();
        return stress == null ? received : stress;
    }

    /** The query and the environment document may both say it, but not two things. */
    private static String agreed(String name, @Nullable String asked, @Nullable String documented, String otherwise)
            throws RefusedException {
        if (asked != null && !asked.isEmpty() && documented != null && !documented.isEmpty()) {
            if (!asked.equals(documented)) {
                throw new RefusedException(
                        Reason.BAD_PARAMETER,
                        "query and environment disagree, name=" + name + ", query=" + asked + ", environment="
                                + documented);
            }
            return asked;
        }
        if (asked != null && !asked.isEmpty()) {
            return asked;
        }
        return documented == null || documented.isEmpty() ? otherwise : documented;
    }

    private static String contentHash(UploadRequest request, List<SpooledPart> parts) {
        Object[] texts = parts.stream()
                .flatMap(part -> List.of(part.name(), part.sha256(), part.sizeBytes()).stream())
                .toArray();
        return Hashes.sha256(Hashes.sha256(texts), request.commit(), request.branch());
    }

    private static void checked(UploadRequest request) throws RefusedException {
        checked("Idempotency-Key", request.idempotencyKey(), KEY_LENGTH);
        checked("project", request.project(), Limits.NAME_LENGTH);
        checked("commit", request.commit(), SHA_LENGTH);
        checked("branch", request.branch(), Limits.NAME_LENGTH);
    }

    private static void checked(String name, @Nullable String value, int maxLength) throws RefusedException {
        if (value == null) {
            return;
        }
        if (value.length() > maxLength) {
            throw new RefusedException(Reason.BAD_PARAMETER, "parameter too long, name=" + name + ", max=" + maxLength);
        }
        boolean printable = value.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (!printable || (name.equals("Idempotency-Key") && value.isBlank())) {
            throw new RefusedException(Reason.BAD_PARAMETER, "printable text expected, name=" + name);
        }
    }
}
