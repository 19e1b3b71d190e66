/**
 * Confirm before alert. What the last nights show to be worse becomes a job: one question about two commits
 * ({@link org.allotment.reports.jobs.Suspicions}). A bench machine claims it, measures base and head in turns, and answers
 * ({@link org.allotment.reports.jobs.Jobs}); the rules of {@code detect.confirm} give the verdict. A confirmed change whose
 * range holds more than one commit is searched by jobs of the same kind ({@link org.allotment.reports.jobs.Bisections}).
 *
 * <p>Everything that is known of a job is its row, so any number of servers may hand out and take in the jobs of one store, and
 * one that dies loses nothing: a claim and its lease are written before the agent hears of them, an answer and what follows
 * from it are written in one transaction before the agent is thanked, and an agent that was not thanked sends it again. An
 * agent that dies stops renewing its lease, and another takes the job. The fence of the newer claim then refuses whatever the
 * older one may still have to say.
 */
@NullMarked
package org.allotment.reports.jobs;

import org.jspecify.annotations.NullMarked;
