/**
 * Blocks that one thread allocates and another frees.
 *
 * <p>Between the two stands a bounded ring, the same for every subject: a thread writes its own cursor with release, reads
 * the other's with acquire, and keeps the last value it read. What is handed over lies in slots beside the ring. The
 * thread that measures is one of the two, the other a helper that lives as long as the workload.
 *
 * <p>How long the hand-over itself takes depends on where the host has put the two cores, and changes from minute to
 * minute. So the ring without an allocator is a subject of its own, and {@link
 * org.allotment.harness.workload.handover.PingPong} measures one cache line that goes to and fro.
 */
@NullMarked
package org.allotment.harness.workload.handover;

import org.jspecify.annotations.NullMarked;
