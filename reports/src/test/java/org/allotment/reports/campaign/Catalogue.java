package org.allotment.reports.campaign;

import java.util.List;
import org.allotment.reports.campaign.guard.Mutations;
import org.allotment.reports.campaign.hold.Duplicates;
import org.allotment.reports.campaign.hold.Kills;

/** All campaigns, by their numbers. */
final class Catalogue {
    static final List<Campaign> ALL = List.of(new Kills(), new Duplicates(), new Mutations());

    private Catalogue() {}
}
