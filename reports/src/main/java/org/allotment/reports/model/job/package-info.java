/**
 * A job: one question about two commits that a bench machine answers by measuring both, in turns.
 *
 * <p>A {@link org.allotment.reports.model.job.Question} says what to measure and what would matter; its
 * {@link org.allotment.reports.model.job.Answer} holds what came of it, and the
 * {@link org.allotment.reports.model.job.Conclusion} is what the rules of {@code detect.confirm} make of that. Between the
 * two a job is in one of the states of {@link org.allotment.reports.model.job.JobState}: it waits, is claimed under a lease,
 * and ends once. Each claim has a number of its own, the fence, larger than all before it; whoever speaks of a job shows the
 * fence, so that an agent that was thought dead cannot speak for the one that took its place.
 */
@NullMarked
package org.allotment.reports.model.job;

import org.jspecify.annotations.NullMarked;
