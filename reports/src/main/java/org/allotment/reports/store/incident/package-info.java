/** Incidents in the store: what a look at new runs writes, what people change, and what pages read. */
@NullMarked
package org.allotment.reports.store.incident;

import org.jspecify.annotations.NullMarked;
