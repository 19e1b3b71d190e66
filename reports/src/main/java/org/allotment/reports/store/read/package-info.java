/** The questions of the history in SQL that both stores understand. */
@NullMarked
package org.allotment.reports.store.read;

import org.jspecify.annotations.NullMarked;
