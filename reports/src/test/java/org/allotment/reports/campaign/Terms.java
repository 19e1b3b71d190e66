package org.allotment.reports.campaign;

import java.nio.file.Path;
import java.util.Random;
import org.allotment.reports.campaign.site.Site;

/**
 * What a campaign is run with.
 *
 * @param site   the store
 * @param count  how often
 * @param seed   of everything that is left to chance
 * @param folder for its files; they go with it
 */
public record Terms(Site site, int count, long seed, Path folder) {
    /** Chance, the same for the same seed and stream. */
    public Random random(int stream) {
        return new Random(seed * 31 + stream);
    }
}
