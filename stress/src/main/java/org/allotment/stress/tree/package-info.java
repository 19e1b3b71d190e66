/** Trees of free blocks behind a lock. */
@NullMarked
package org.allotment.stress.tree;

import org.jspecify.annotations.NullMarked;
