/** The HTTP API under /api/v1, and the one shape of every error. */
@NullMarked
package org.allotment.reports.api;

import org.jspecify.annotations.NullMarked;
