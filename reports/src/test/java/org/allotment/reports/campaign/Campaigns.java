package org.allotment.reports.campaign;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.allotment.reports.app.EndsProcess;
import org.allotment.reports.campaign.site.PostgresSite;
import org.allotment.reports.campaign.site.Site;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./allotment campaign}: 0 when every promise held, 1 when one did not or was tried too little, 2 when nothing ran. */
@Command(
        name = "campaign",
        mixinStandardHelpOptions = true,
        description =
                "Tries the promises of the dashboard against kills, floods and hostile uploads; 'list' names them.")
public final class Campaigns implements Callable<Integer> {
    private static final int USAGE = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "list, all, names or ids: kills, D2, …")
    private List<String> names = new ArrayList<>();

    @Option(names = "--store", description = "sqlite, postgres or both; default: both where it matters")
    private @Nullable String store;

    @Option(names = "--count", description = "how often; default: that of the campaign")
    private @Nullable Integer count;

    @Option(names = "--seed", description = "of everything that is left to chance; default: a new one")
    private @Nullable Long seed;

    @Option(names = "--ci", description = "the smaller counts of a check before a merge")
    private boolean ci;

    /** The command line. */
    @EndsProcess
    public static void main(String... args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Campaigns()).setOut(out).setErr(err).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (names.equals(List.of("list"))) {
            Catalogue.ALL.forEach(each -> out().printf(
                            Locale.ROOT,
                            "%-4s %-11s %,11d %-10s %s%n",
                            each.id(),
                            each.name(),
                            each.counts().full(),
                            each.unit(),
                            each.promise()));
            return 0;
        }
        List<Campaign> chosen = chosen();
        if (chosen.isEmpty()) {
            spec.commandLine().getErr().println("allotment: no such campaign, names=" + names + "; 'list' names them");
            return USAGE;
        }
        boolean held = true;
        for (Campaign campaign : chosen) {
            for (String kind : stores(campaign)) {
                held &= isHeld(campaign, kind);
            }
        }
        return held ? 0 : 1;
    }

    private List<Campaign> chosen() {
        if (names.equals(List.of("all"))) {
            return Catalogue.ALL;
        }
        List<Campaign> chosen = new ArrayList<>();
        for (String name : names) {
            List<Campaign> found = Catalogue.ALL.stream()
                    .filter(each -> each.name().equals(name) || each.id().equalsIgnoreCase(name))
                    .toList();
            if (found.isEmpty()) {
                return List.of();
            }
            chosen.addAll(found);
        }
        return chosen;
    }

    private List<String> stores(Campaign campaign) {
        if (store == null) {
            return campaign.stores();
        }
        return switch (store) {
            case "both" -> Campaign.BOTH;
            case "sqlite", "postgres" -> List.of(store);
            default ->
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "unknown store, store=" + store + ", known=sqlite|postgres|both");
        };
    }

    private boolean isHeld(Campaign campaign, String kind) throws Exception {
        int goal = ci ? campaign.counts().ci() : campaign.counts().full();
        int times = count == null ? goal : count;
        long from = seed == null ? ThreadLocalRandom.current().nextLong(Integer.MAX_VALUE) : seed;
        out().println("begins: campaign=" + campaign.id() + " " + campaign.name() + ", store=" + kind + ", count="
                + times + ", seed=" + from);
        Result result = run(campaign, kind, times, from, true);
        result.tally().shown().forEach(each -> out().println("violation: " + each));
        out().println(result.line());
        return result.isHeld();
    }

    /** What came of one. */
    public record Result(Campaign campaign, String store, int count, long seed, Duration took, Tally tally) {
        /** Whether it was tried as often as asked and nothing was wrong. */
        public boolean isHeld() {
            return tally.violations() == 0 && tally.done() >= count && count > 0;
        }

        /** All of it in one line. */
        public String line() {
            String figures = tally.figures();
            return (isHeld() ? "held" : "NOT HELD") + ": campaign=" + campaign.id() + " " + campaign.name() + ", store="
                    + store + ", " + campaign.unit() + "=" + tally.done() + " of " + count + ", violations="
                    + tally.violations() + (figures.isEmpty() ? "" : ", " + figures) + ", seconds=" + took.toSeconds()
                    + ", seed=" + seed;
        }
    }

    /** Runs one on one store, in a folder that goes with it; {@code timed} for a machine that does nothing else. */
    public static Result run(Campaign campaign, String store, int count, long seed, boolean timed) throws Exception {
        Path folder = Files.createTempDirectory("allotment-campaign-");
        Tally tally = new Tally(timed);
        long start = System.nanoTime();
        try (Site site = store.equals("postgres") ? new PostgresSite(folder) : Site.sqlite(folder)) {
            campaign.run(new Terms(site, count, seed, folder), tally);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            // What stops a campaign is a promise that did not hold; the others are still to be tried.
            tally.violation("not finished, reason=" + e);
        } finally {
            clear(folder);
        }
        return new Result(campaign, store, count, seed, Duration.ofNanos(System.nanoTime() - start), tally);
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
