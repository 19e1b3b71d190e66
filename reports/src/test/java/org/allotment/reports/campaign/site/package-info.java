/** What campaigns are run against: stores, servers in processes of their own, and clients. */
@NullMarked
package org.allotment.reports.campaign.site;

import org.jspecify.annotations.NullMarked;
