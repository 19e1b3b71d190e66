/** What a run is expected to do, listed before anything starts: profiles, units of work, their order. */
@NullMarked
package org.allotment.harness.nightly.plan;

import org.jspecify.annotations.NullMarked;
