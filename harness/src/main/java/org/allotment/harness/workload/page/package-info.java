/** Runs of whole pages: one at a time, and a thousand allocated before they are freed in shuffled order. */
@NullMarked
package org.allotment.harness.workload.page;

import org.jspecify.annotations.NullMarked;
