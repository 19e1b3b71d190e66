package org.allotment.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that a call is refused in the right way and that the refusal changed nothing. */
public final class Refusals {
    private Refusals() {}

    public static void assertRefused(
            ContractSubject subject, Allocator allocator, AllocationException.Kind kind, ThrowingCallable call) {
        AllocatorStatistics before = allocator.statistics();
        assertKind(kind, call);
        assertUnchanged(subject, allocator, before);
    }

    /** Only that the call is refused, as this kind and with a message that names its arguments. */
    public static void assertKind(AllocationException.Kind kind, ThrowingCallable call) {
        AllocationException refusal = catchThrowableOfType(AllocationException.class, call);
        assertThat(refusal).as("the call must be refused as %s", kind).isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        assertThat(refusal.getMessage()).as("message ends in name=value").matches("(?s).*, \\w+=\\S+$");
    }

    /** A refusal may have moved source memory about (a sweep before giving up), but not blocks. */
    static void assertUnchanged(ContractSubject subject, Allocator allocator, AllocatorStatistics before) {
        AllocatorStatistics after = allocator.statistics();
        assertThat(after.liveBlocks()).isEqualTo(before.liveBlocks());
        assertThat(after.liveBlockBytes()).isEqualTo(before.liveBlockBytes());
        assertThat(after.isConserved()).as("%s", after).isTrue();
        subject.check(allocator);
    }

    /** Like {@link #assertRefused}, for refusals that must not even touch the source: bad arguments and bad frees. */
    public static void assertRefusedUntouched(
            ContractSubject subject, Allocator allocator, AllocationException.Kind kind, ThrowingCallable call) {
        AllocatorStatistics before = allocator.statistics();
        assertRefused(subject, allocator, kind, call);
        assertThat(allocator.statistics()).isEqualTo(before);
    }
}
