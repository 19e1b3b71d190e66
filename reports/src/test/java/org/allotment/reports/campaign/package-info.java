/**
 * Campaigns: what the dashboard promises under kills, floods, hostile uploads and lost databases, tried against the
 * packaged server in processes of its own. Each counts what it did and what it found wrong, and can be made again from its
 * seed. The tests of the module run each with a small count; {@code ./allotment campaign} runs them with a great one.
 */
@NullMarked
package org.allotment.reports.campaign;

import org.jspecify.annotations.NullMarked;
