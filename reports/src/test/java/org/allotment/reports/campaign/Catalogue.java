package org.allotment.reports.campaign;

import java.util.List;
import org.allotment.reports.campaign.guard.AccessMatrix;
import org.allotment.reports.campaign.guard.FirstStart;
import org.allotment.reports.campaign.guard.HostileFiles;
import org.allotment.reports.campaign.guard.Mutations;
import org.allotment.reports.campaign.guard.Payloads;
import org.allotment.reports.campaign.hold.BigRuns;
import org.allotment.reports.campaign.hold.Duplicates;
import org.allotment.reports.campaign.hold.Keeping;
import org.allotment.reports.campaign.hold.Kills;
import org.allotment.reports.campaign.hold.Outages;
import org.allotment.reports.campaign.hold.Overload;
import org.allotment.reports.campaign.load.Load;

/** All campaigns, by their numbers. */
final class Catalogue {
    static final List<Campaign> ALL = List.of(
            new Kills(),
            new Duplicates(),
            new Mutations(),
            new HostileFiles(),
            new AccessMatrix(),
            new Payloads(),
            new FirstStart(),
            new Overload(),
            new BigRuns(),
            new Outages(),
            new Keeping(),
            new Load());

    private Catalogue() {}
}
