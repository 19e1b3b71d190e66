/** Progress over HTTP. */
@NullMarked
package org.allotment.reports.api.live;

import org.jspecify.annotations.NullMarked;
