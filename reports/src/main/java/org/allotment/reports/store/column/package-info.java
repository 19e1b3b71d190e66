/** What a column holds, NULL among it. */
@NullMarked
package org.allotment.reports.store.column;

import org.jspecify.annotations.NullMarked;
