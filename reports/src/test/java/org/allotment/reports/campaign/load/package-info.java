/** How fast the dashboard is when it is full: made-up histories of millions of results, and a client that measures. */
@NullMarked
package org.allotment.reports.campaign.load;

import org.jspecify.annotations.NullMarked;
