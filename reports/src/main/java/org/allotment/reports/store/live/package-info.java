/** What runs said of themselves while they go on. */
@NullMarked
package org.allotment.reports.store.live;

import org.jspecify.annotations.NullMarked;
