package org.allotment.reports.model.job;

import java.time.Instant;

/** Where a job stands. */
public sealed interface JobState {
    /** Nobody works on it; {@code due} is the earliest moment at which somebody may. */
    record Waiting(Instant due) implements JobState {}

    /** An agent works on it; when its lease has ended, anybody may take it. */
    record Claimed(String worker, Instant until) implements JobState {}

    /** Answered. */
    record Done(Conclusion conclusion, String worker, Instant ended) implements JobState {}

    /** Given up after too many tries. */
    record Failed(String reason, Instant ended) implements JobState {}

    /** Nobody wants to know any more. */
    record Cancelled(Instant ended) implements JobState {}

    /** The word of the store and of the documents. */
    default String word() {
        return switch (this) {
            case Waiting _ -> "waiting";
            case Claimed _ -> "claimed";
            case Done _ -> "done";
            case Failed _ -> "failed";
            case Cancelled _ -> "cancelled";
        };
    }

    /** True when it will never change again. */
    default boolean isFinal() {
        return switch (this) {
            case Waiting _, Claimed _ -> false;
            case Done _, Failed _, Cancelled _ -> true;
        };
    }
}
