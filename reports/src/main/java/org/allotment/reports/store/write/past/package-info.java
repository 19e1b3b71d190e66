/** What nights before a run say of its series, for the verdict on it. */
@NullMarked
package org.allotment.reports.store.write.past;

import org.jspecify.annotations.NullMarked;
