/**
 * Running jcstress: how long it looks, in which rounds, and what it left behind.
 *
 * <p>A round is one process of jcstress, which starts others. Its exit code is not believed: it is 0 when no test matched,
 * when a test could not be scheduled, and for a truncated result file.
 */
@NullMarked
package org.allotment.stress.run;

import org.jspecify.annotations.NullMarked;
