/** The verdict on the newest run against the history of each series, without a store or a container. */
@NullMarked
package org.allotment.reports.detect;

import org.jspecify.annotations.NullMarked;
