/** Litmus tests that the tests of the grading run: one sound, one broken and not marked so. */
@NullMarked
package org.allotment.stress.planted;

import org.jspecify.annotations.NullMarked;
