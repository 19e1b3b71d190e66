/** What it costs to count and to limit what an allocator hands out. */
@NullMarked
package org.allotment.harness.workload.guard;

import org.jspecify.annotations.NullMarked;
