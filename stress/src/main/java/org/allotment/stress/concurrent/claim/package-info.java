/** Claims that are biased to one user. */
@NullMarked
package org.allotment.stress.concurrent.claim;

import org.jspecify.annotations.NullMarked;
