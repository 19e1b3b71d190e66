package org.allotment.reports.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.detect.confirm.ConfirmRule;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.model.job.Answer;
import org.allotment.reports.model.job.Bisection;
import org.allotment.reports.model.job.Conclusion;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.job.AnswerText;
import org.allotment.reports.store.job.BisectionTable;
import org.allotment.reports.store.job.JobQuery;
import org.allotment.reports.store.job.JobTable;
import org.allotment.reports.store.job.JobTable.Claimant;
import org.allotment.reports.store.job.JobTable.Ticket;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Hands out jobs and takes in answers; any number of servers may do so over one store. */
public final class Jobs {
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;
    private static final int REASON_LENGTH = 1_000;

    private final Store store;
    private final Clock clock;
    private final JobSettings settings;
    private final Bisections bisections;

    /** Over an open store. */
    public Jobs(Store store, Clock clock, JobSettings settings) {
        this.store = store;
        this.clock = clock;
        this.settings = settings;
        this.bisections = new Bisections(settings);
    }

    /** How they are handed out. */
    public JobSettings settings() {
        return settings;
    }

    /** Takes the job that has waited longest, if there is one; nobody else has it until the lease ends. */
    public Optional<Job> claim(Claimant who) {
        Instant now = clock.instant();
        return store.writeAside(handle -> new JobTable(handle)
                .claim(who, now, now.plus(settings.lease()), settings.mostAttempts(), store.isRemote())
                .flatMap(ticket -> JobQuery.one(handle, ticket.id(), null)));
    }

    /**
     * Says that somebody still works on a job.
     *
     * @param project the one that is open to the caller, null for all
     * @return until when the lease holds now
     */
    public Instant renew(Ticket ticket, @Nullable String project) throws StaleClaimException {
        Instant until = clock.instant().plus(settings.lease());
        checked(
                ticket,
                store.writeAside(
                        handle -> isOpen(handle, ticket, project) && new JobTable(handle).renew(ticket, until)));
        return until;
    }

    /** Gives a job back, in peace where there is no reason, else because it went wrong on the agent's side. */
    public void giveBack(Ticket ticket, @Nullable String project, @Nullable String reason) throws StaleClaimException {
        Instant now = clock.instant();
        checked(ticket, store.write(handle -> {
            Optional<Job> job = JobQuery.one(handle, ticket.id(), project);
            JobTable table = new JobTable(handle);
            return job.isPresent()
                    && (reason == null
                            ? table.giveBack(ticket, now)
                            : table.fail(
                                    ticket,
                                    cut(reason),
                                    now,
                                    now.plus(pause(job.get().attempts())),
                                    settings.mostAttempts()));
        }));
    }

    /**
     * Takes an answer, concludes, and goes on with the search that it belongs to. The same answer may come again.
     *
     * @throws StaleClaimException if the claim is not the newest, or another answer came before
     */
    public Job answer(Ticket ticket, @Nullable String project, Answer answer) throws StaleClaimException {
        Instant now = clock.instant();
        String text = AnswerText.of(answer);
        checked(ticket, store.write(handle -> {
            Optional<Job> job = JobQuery.one(handle, ticket.id(), project);
            if (job.isEmpty()) {
                return false;
            }
            JobTable table = new JobTable(handle);
            Conclusion conclusion = ConfirmRule.conclude(job.get().question(), answer, seed(job.get()));
            if (!table.answer(ticket, conclusion, text, now)) {
                return table.isAnswered(ticket, text);
            }
            bisections.follow(handle, job.get(), conclusion, answer, now);
            return true;
        }));
        return one(ticket.id(), project).orElseThrow();
    }

    /** Takes a job off the list; empty where there is none. What has ended stays as it is. */
    public Optional<Job> cancel(long id, @Nullable String project) throws StaleClaimException {
        Instant now = clock.instant();
        Optional<Boolean> cancelled =
                store.write(handle -> JobQuery.one(handle, id, project).map(job -> {
                    boolean done = new JobTable(handle).cancel(id, now);
                    bisections.resume(handle, now);
                    return done;
                }));
        if (cancelled.isPresent() && !cancelled.get()) {
            throw new StaleClaimException("the job has ended, id=" + id);
        }
        return one(id, project);
    }

    /** Gives up jobs whose agents died too often, and goes on with searches that waited for them; returns how many. */
    public int expire() {
        Instant now = clock.instant();
        return store.write(handle -> {
            int expired = new JobTable(handle).expire(now, settings.mostAttempts());
            bisections.resume(handle, now);
            return expired;
        });
    }

    /** One job. */
    public Optional<Job> one(long id, @Nullable String project) {
        return store.read(handle -> JobQuery.one(handle, id, project));
    }

    /** Jobs, newest first. */
    public List<Job> list(JobQuery.Filter filter) {
        return store.read(handle -> JobQuery.list(handle, filter));
    }

    /** How many {@link #list} finds without paging. */
    public int count(JobQuery.Filter filter) {
        return store.read(handle -> JobQuery.count(handle, filter));
    }

    /** What an agent answered, as JSON; empty until one has. */
    public Optional<String> answered(long id) {
        return store.read(handle -> JobQuery.answer(handle, id));
    }

    /** The search that a job belongs to or began. */
    public Optional<Bisection> bisection(Job job) {
        Long id = job.bisection();
        return id == null ? Optional.empty() : store.read(handle -> new BisectionTable(handle).find(id));
    }

    private static boolean isOpen(Handle handle, Ticket ticket, @Nullable String project) {
        return project == null || JobQuery.one(handle, ticket.id(), project).isPresent();
    }

    /** The same for the same question, whatever the store. */
    private static long seed(Job job) {
        String hash = Hashes.sha256(
                job.question().range().base(),
                job.question().range().head(),
                job.question()
                        .benchmark()
                        .params()
                        .label(job.question().benchmark().name()),
                job.question().metric().name());
        return Long.parseUnsignedLong(hash.substring(0, Long.BYTES * 2), 16);
    }

    private static Duration pause(int attempts) {
        return FIRST_PAUSE.multipliedBy(1L << Math.clamp(attempts - 1, 0, MOST_DOUBLINGS));
    }

    private static String cut(String reason) {
        return reason.length() <= REASON_LENGTH ? reason : reason.substring(0, REASON_LENGTH) + "…";
    }

    private static void checked(Ticket ticket, boolean done) throws StaleClaimException {
        if (!done) {
            throw new StaleClaimException(
                    "the job is not claimed under this fence, id=" + ticket.id() + ", fence=" + ticket.fence());
        }
    }
}
