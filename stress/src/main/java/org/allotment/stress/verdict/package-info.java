/**
 * What the outcomes of litmus tests mean: expectations, grading, and the document {@code allotment.stress/1}.
 *
 * <p>Pure: nothing here knows jcstress, a file or a clock, so that every rule is tested in milliseconds.
 */
@NullMarked
package org.allotment.stress.verdict;

import org.jspecify.annotations.NullMarked;
