/** A great many virtual threads at once, each with a few small blocks that it holds while it is parked. */
@NullMarked
package org.allotment.harness.workload.task;

import org.jspecify.annotations.NullMarked;
