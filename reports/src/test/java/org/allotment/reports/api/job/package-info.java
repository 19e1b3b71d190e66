/** Jobs over HTTP, as agents and people meet them. */
@NullMarked
package org.allotment.reports.api.job;

import org.jspecify.annotations.NullMarked;
