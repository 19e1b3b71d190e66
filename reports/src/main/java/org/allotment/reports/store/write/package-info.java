/** One run into the tables, within the caller's transaction. */
@NullMarked
package org.allotment.reports.store.write;

import org.jspecify.annotations.NullMarked;
