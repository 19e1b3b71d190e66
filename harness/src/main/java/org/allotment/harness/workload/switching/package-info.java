/** What it costs to say where allocations go, and to allocate there. */
@NullMarked
package org.allotment.harness.workload.switching;

import org.jspecify.annotations.NullMarked;
