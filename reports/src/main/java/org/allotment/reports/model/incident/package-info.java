/** What people deal with when something went wrong: incidents, the signs that make them, and what was decided. */
@NullMarked
package org.allotment.reports.model.incident;

import org.jspecify.annotations.NullMarked;
