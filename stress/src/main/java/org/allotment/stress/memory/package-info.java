/** Publication through single words, on the heap and outside it. */
@NullMarked
package org.allotment.stress.memory;

import org.jspecify.annotations.NullMarked;
