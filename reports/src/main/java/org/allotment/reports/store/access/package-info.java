/** Who may do what, and who did: tokens by their digest, and the log of changes. */
@NullMarked
package org.allotment.reports.store.access;

import org.jspecify.annotations.NullMarked;
