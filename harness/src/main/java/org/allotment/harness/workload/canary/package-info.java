/** Work that never changes and allocates nothing: it tells whether the machine moved. */
@NullMarked
package org.allotment.harness.workload.canary;

import org.jspecify.annotations.NullMarked;
