/** That nothing is lost, doubled or cut: kills, repeats, floods, great runs, lost databases, backups and upgrades. */
@NullMarked
package org.allotment.reports.campaign.hold;

import org.jspecify.annotations.NullMarked;
