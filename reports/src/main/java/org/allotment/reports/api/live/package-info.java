/** How far nights are over HTTP: bench machines say it, and who may read is told, once or as it changes. */
@NullMarked
package org.allotment.reports.api.live;

import org.jspecify.annotations.NullMarked;
