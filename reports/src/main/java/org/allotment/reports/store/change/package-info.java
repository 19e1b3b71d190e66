/** Courses of series and the changes found in them: what a search reads and writes, and what pages read. */
@NullMarked
package org.allotment.reports.store.change;

import org.jspecify.annotations.NullMarked;
