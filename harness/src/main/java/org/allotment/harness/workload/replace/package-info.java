/** The loop that always replaces the oldest of a few small blocks, once over addresses and once over objects. */
@NullMarked
package org.allotment.harness.workload.replace;

import org.jspecify.annotations.NullMarked;
