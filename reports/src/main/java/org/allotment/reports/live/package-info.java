/**
 * How far nights are that still run. A night says between two units of work what it has done and what it does next; that is a row of the
 * store, so that every server over the store can show it, and the row is written over by the next word and gone when the run lands. Nothing
 * here is history: a row that was not heard of for a day is dropped, and no verdict looks at one.
 */
@NullMarked
package org.allotment.reports.live;

import org.jspecify.annotations.NullMarked;
