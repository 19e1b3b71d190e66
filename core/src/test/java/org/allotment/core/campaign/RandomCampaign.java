package org.allotment.core.campaign;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.allotment.core.Allocator;
import org.allotment.core.ContractSubject;
import org.allotment.core.PageAllocator;
import org.allotment.core.RandomScript;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.catalog.EngineCatalog;
import org.allotment.core.catalog.EngineEntry;
import org.allotment.core.catalog.EngineSettings;
import org.allotment.core.catalog.EngineTrait;
import org.allotment.core.catalog.EngineVariant;
import org.allotment.core.catalog.Form;
import org.allotment.core.catalog.Invariants;
import org.allotment.core.page.PageCapacity;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
import org.allotment.core.source.RegionSource;

/**
 * Many random operations on whatever the catalogue opens, beside a slow and obvious model of it, with a walk over all
 * invariants now and then. The build runs it with millions of operations, a night with a milliard.
 */
public final class RandomCampaign {
    /** Operations between two walks. */
    public static final int WALK_EVERY = 65_536;

    /** Less than the script would keep alive: all of it is in use now and then, and requests are refused. */
    private static final long REGION_BYTES = 2L << 20;

    private static final long GROWTH = 64 << 10;
    private static final long PAGE = 4_096;
    private static final long PAGES_START = 1L << 32;
    private static final int IDS = 40_000;

    private RandomCampaign() {}

    /**
     * What a campaign did; one that found a violation has no outcome but an {@link AssertionError}.
     *
     * @param engine variant and form
     * @param seed of its random numbers
     * @param operations that it did
     * @param served requests among them that got what they asked for: a tenth of the operations at least
     * @param refusals misuse among them, each refused with the right kind
     * @param walks over all invariants, and comparisons of the counts with the model's
     */
    public record Outcome(String engine, long seed, long operations, long served, long refusals, long walks) {
        @Override
        public String toString() {
            return "engine=" + engine + " operations=" + operations + " served=" + served + " refusals=" + refusals
                    + " walks=" + walks + " violations=0 seed=" + seed;
        }
    }

    /** What can be opened, in every form; but for the bump under the name of a context, which ends soon. */
    private static Stream<Candidate> candidates() {
        return EngineCatalog.entries().stream()
                .flatMap(entry -> entry.variants().stream()
                        .filter(variant -> !variant.name().equals("context-short"))
                        .flatMap(variant -> variant.forms().stream().map(form -> new Candidate(entry, variant, form))));
    }

    private static Candidate candidate(String engine) {
        return candidates()
                .filter(candidate -> candidate.spelling().equals(engine))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no such engine, engine=" + engine + ", known=" + engines()));
    }

    /** Names of all that can be opened, in every form. */
    public static List<String> engines() {
        return candidates().map(Candidate::spelling).toList();
    }

    /**
     * Returns the catalogue's name of an engine, which says neither variant nor form.
     *
     * @param engine one of {@link #engines}
     */
    public static String entryOf(String engine) {
        return candidate(engine).entry().name();
    }

    /**
     * Runs a campaign.
     *
     * @param engine one of {@link #engines}
     * @param seed any
     * @param operations from 1 up; memory does not grow with it
     * @throws AssertionError if a violation was found; it names the seed and the operation
     */
    public static Outcome run(String engine, long seed, long operations) {
        Candidate chosen = candidate(engine);
        return run(chosen.variant(), chosen.form(), seed, operations);
    }

    private static Outcome run(EngineVariant variant, Form form, long seed, long operations) {
        Tally tally = switch (variant) {
            case EngineVariant.Blocks blocks -> blocks(blocks, form, seed, operations);
            case EngineVariant.Pages _ -> pages(variant.name(), seed, operations);
            case EngineVariant.Ids _ -> ids(variant.name(), seed, operations);
        };
        Tally.require(tally.served >= tally.steps / 10, "an engine serves what there is room for", tally.served);
        return new Outcome(variant.spelling(form), seed, tally.steps, tally.served, tally.refusals, tally.walks);
    }

    private static Tally blocks(EngineVariant.Blocks variant, Form form, long seed, long operations) {
        try (Arena arena = Arena.ofConfined()) {
            Subject subject = new Subject(variant, form, arena);
            return blocks(subject, seed, operations);
        }
    }

    private static Tally blocks(Subject subject, long seed, long operations) {
        try (Allocator allocator = subject.create(REGION_BYTES)) {
            RandomScript.Outcome outcome = RandomScript.run(
                    subject, allocator, new RandomScript.Plan(seed, operations, WALK_EVERY, 2_048, 4_096, 4_000));
            Tally tally = new Tally();
            tally.steps = outcome.steps();
            tally.served = outcome.served();
            tally.refusals = outcome.refusals();
            tally.walks = outcome.walks();
            return tally;
        }
    }

    private static Tally pages(String name, long seed, long operations) {
        try (PageAllocator pages = EngineCatalog.openPages(name, PAGES_START, PageCapacity.MIB_256, PAGE)) {
            return run(new RandomPageScript(pages, PAGES_START, seed), seed, operations);
        }
    }

    private static Tally ids(String name, long seed, long operations) {
        return run(new RandomIdScript(EngineCatalog.openIds(name, 7, IDS), 7, seed), seed, operations);
    }

    private static Tally run(RunScript script, long seed, long operations) {
        try {
            return script.run(operations, WALK_EVERY);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(failure.getMessage() + " [seed=" + seed + "]", failure);
        }
    }

    private record Candidate(EngineEntry entry, EngineVariant variant, Form form) {
        String spelling() {
            return variant.spelling(form);
        }
    }

    /** An engine of the catalogue as the contract suite knows them. */
    private record Subject(EngineVariant.Blocks variant, Form form, Arena arena) implements ContractSubject {
        @Override
        public Allocator create(long byteSize) {
            boolean grows = variant.traits().contains(EngineTrait.GROWS);
            EngineSettings settings = EngineSettings.DEFAULT.in(form).withRegion(grows ? GROWTH : byteSize);
            return EngineCatalog.open(variant.name(), settings, source(byteSize));
        }

        /** A mapping for each block comes from the system only. */
        private MemorySource source(long byteSize) {
            return variant.name().equals("mapped")
                    ? MemoryMapSource.create()
                    : new RegionSource(arena.allocate(byteSize, PAGE).address(), byteSize, PAGE);
        }

        @Override
        public void check(Allocator allocator) {
            Invariants.check(allocator);
        }

        @Override
        public Set<Trait> traits() {
            Set<Trait> traits = EnumSet.noneOf(Trait.class);
            if (variant.traits().contains(EngineTrait.REUSES)) {
                traits.add(Trait.REUSES);
            }
            if (variant.traits().contains(EngineTrait.CATCHES_MISUSE) && form != Form.TRUSTING) {
                traits.add(Trait.CATCHES_MISUSE);
            }
            return traits;
        }

        @Override
        public void recycle(Allocator allocator) {
            ((BumpAllocator) allocator).reset();
        }
    }
}
