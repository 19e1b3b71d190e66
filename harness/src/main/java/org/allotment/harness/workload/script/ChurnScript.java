package org.allotment.harness.workload.script;

/**
 * The churn workload as data: a record says which slot is emptied and filled again, and with how many bytes.
 *
 * <p>Accessors hand out the arrays themselves, so that the measured loops read them without a copy; nobody writes them.
 */
public final class ChurnScript {
    /** Slots that hold at most one block each. */
    public static final int SLOTS = 4096;

    /** Records until the script starts over; a power of two. */
    public static final int RECORDS = 65_536;

    /** Seed of the published figures. */
    public static final long SEED = 43;

    private final int[] slots;
    private final long[] sizes;

    private ChurnScript(int[] slots, long[] sizes) {
        this.slots = slots;
        this.sizes = sizes;
    }

    /**
     * Draws the script of the published figures.
     *
     * @return 65,536 records, slot and size drawn alternately
     */
    public static ChurnScript standard() {
        SplitMix64 random = new SplitMix64(SEED);
        int[] slots = new int[RECORDS];
        long[] sizes = new long[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            slots[i] = random.below(SLOTS);
            sizes[i] = 16L + random.below(1009);
        }
        return new ChurnScript(slots, sizes);
    }

    /**
     * Slot of each record.
     *
     * @return from 0 to {@link #SLOTS} - 1; not to be written
     */
    public int[] slots() {
        return slots;
    }

    /**
     * Size of each record.
     *
     * @return bytes; not to be written
     */
    public long[] sizes() {
        return sizes;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("churn seed=" + SEED + " slots=" + SLOTS + " records=");
        for (int i = 0; i < RECORDS; i++) {
            text.append(i == 0 ? "" : ",").append(slots[i]).append(':').append(sizes[i]);
        }
        return text.toString();
    }
}
