/** Which runs recorded a heap walk. */
@NullMarked
package org.allotment.reports.store.read.heap;

import org.jspecify.annotations.NullMarked;
