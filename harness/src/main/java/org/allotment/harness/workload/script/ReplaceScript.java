package org.allotment.harness.workload.script;

import java.util.List;

/**
 * The replace-one workload as data: the size and alignment of each block in turn. A block goes where the oldest one was.
 *
 * <p>It is the loop by which rlsf measures its latency: blocks of few bytes, 4 to 32 of alignment, and so few of them alive
 * that they fit twice into an arena of 70 KiB. The original finds the oldest block by a mask, which reaches all blocks only
 * where their number is a power of two; here it is reached always.
 *
 * <p>The accessor hands out the array itself, so that the measured loops read it without a copy; nobody writes it.
 */
public final class ReplaceScript {
    /** The ranges of sizes in bytes, both ends included; each spans a power of two. */
    public static final List<String> RANGES =
            List.of("1-8", "1-16", "1-64", "1-256", "16-31", "16-79", "16-143", "64-127", "64-191", "128-255");

    /** Records until the script starts over; a power of two. */
    public static final int RECORDS = 16_384;

    /** Seed of the original. */
    public static final int SEED = 0x1234_5689;

    private static final int SIZE_SHIFT = 8;
    private static final int ALIGNMENT_MASK = 0xFF;
    private static final int ARENA_BYTES = 70 * 1024;
    private static final int HEADER_BYTES = 8;
    private static final int MOST_LIVE = 256;

    private final String range;
    private final int live;
    private final int[] records = new int[RECORDS];

    private ReplaceScript(String range, int smallest, int largest) {
        this.range = range;
        live = Math.min(MOST_LIVE, ARENA_BYTES / (largest + 1 + HEADER_BYTES) / 2);
        Xorshift32 random = new Xorshift32(SEED);
        int mask = largest - smallest;
        for (int i = 0; i < RECORDS; i++) {
            int size = (random.next() & mask) + smallest;
            int alignment = 4 << (random.next() & 3);
            records[i] = size << SIZE_SHIFT | alignment;
        }
    }

    /**
     * Draws the script of a range of sizes.
     *
     * @param range one of {@link #RANGES}
     * @return 16,384 sizes and alignments, drawn alternately
     * @throws IllegalArgumentException if it is none of them
     */
    public static ReplaceScript of(String range) {
        if (!RANGES.contains(range)) {
            throw new IllegalArgumentException("no such range of sizes range=" + range + " known=" + RANGES);
        }
        int dash = range.indexOf('-');
        return new ReplaceScript(
                range, Integer.parseInt(range.substring(0, dash)), Integer.parseInt(range.substring(dash + 1)));
    }

    /**
     * Number of blocks that live at once.
     *
     * @return from 1 to 256
     */
    public int live() {
        return live;
    }

    /**
     * All records, which {@link #size} and {@link #alignment} read; small enough to leave the caches to the blocks.
     *
     * @return not to be written
     */
    public int[] records() {
        return records;
    }

    /**
     * Size that a record asks for.
     *
     * @param record one of {@link #records}
     * @return bytes, from 1 to 256
     */
    public static int size(int record) {
        return record >>> SIZE_SHIFT;
    }

    /**
     * Alignment that a record asks for.
     *
     * @param record one of {@link #records}
     * @return 4, 8, 16 or 32
     */
    public static int alignment(int record) {
        return record & ALIGNMENT_MASK;
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("replace seed=" + SEED + " sizes=" + range + " live=" + live + " records=");
        for (int i = 0; i < RECORDS; i++) {
            text.append(i == 0 ? "" : ",").append(size(records[i])).append('@').append(alignment(records[i]));
        }
        return text.toString();
    }
}
