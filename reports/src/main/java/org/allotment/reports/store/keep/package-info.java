/** Keeping a history: backup, restore, export, verification.
 *
 * <p>A backup of either store is one SQLite file with the same tables, so that it can be opened by any SQLite tool and
 * restored into either store: it is also the way from the one to the other. It shows one moment of the history, and it
 * has its name only once it is whole. */
@NullMarked
package org.allotment.reports.store.keep;

import org.jspecify.annotations.NullMarked;
