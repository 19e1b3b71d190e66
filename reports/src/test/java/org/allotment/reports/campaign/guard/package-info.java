/** That nothing gets in that must not: mutated and hostile uploads, wrong tokens, names that are markup, open doors. */
@NullMarked
package org.allotment.reports.campaign.guard;

import org.jspecify.annotations.NullMarked;
