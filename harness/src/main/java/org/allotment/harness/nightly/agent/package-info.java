/**
 * A bench machine that answers what a dashboard asks: is one commit slower than another?
 *
 * <p>The {@link org.allotment.harness.nightly.agent.Agent} claims a job, has both commits built beside the working tree
 * ({@link org.allotment.harness.nightly.agent.Builds}), runs forks of both in turns under the host's lock with the canary
 * first, between and last ({@link org.allotment.harness.nightly.agent.Turns}), and sends what it measured; the verdict is the
 * server's. While it works it renews its lease ({@link org.allotment.harness.nightly.agent.Heartbeat}). A server that is away
 * costs nothing but time: the work goes on, and the answer is sent until it is taken or refused. A claim that is no longer
 * the newest is dropped at once. SIGTERM gives the lease back.
 */
@NullMarked
package org.allotment.harness.nightly.agent;

import org.jspecify.annotations.NullMarked;
