/** Blocks in numbered slots, for workloads that do not mind whether a block is an address or an object. */
@NullMarked
package org.allotment.harness.workload.row;

import org.jspecify.annotations.NullMarked;
