/**
 * The command line of this module: lists the litmus tests, has jcstress run them, grades what it left behind and
 * writes the document {@code allotment.stress/1}.
 *
 * <p>Grading happens here and not in the dashboard, because jcstress leaves Java-serialised objects, which only the
 * process that made them may read, and because their meaning is in this jar's test list.
 */
@NullMarked
package org.allotment.stress.grade;

import org.jspecify.annotations.NullMarked;
