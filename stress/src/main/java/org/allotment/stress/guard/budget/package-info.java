/** Trees of budgets that threads charge at once. */
@NullMarked
package org.allotment.stress.guard.budget;

import org.jspecify.annotations.NullMarked;
