package org.allotment.harness.workload.script;

import java.util.Arrays;

/**
 * Rows of longs and the order in which they are dropped.
 *
 * <p>The accessor hands out the array itself, so that the measured loops read it without a copy; nobody writes it.
 */
public final class RowsScript {
    /** Seed of the published figures. */
    public static final long SEED = 0xDEAD_BEEFL;

    private final int rows;
    private final int longs;
    private final int[] freeOrder;

    private RowsScript(int rows, int longs) {
        this.rows = rows;
        this.longs = longs;
        freeOrder = new SplitMix64(SEED).permutation(rows);
    }

    /**
     * Draws the order for rows of a shape.
     *
     * @param rows number of rows, from 1 up
     * @param longs length of each row, from 1 up
     * @return a permutation of the rows
     */
    public static RowsScript of(int rows, int longs) {
        return new RowsScript(rows, longs);
    }

    /**
     * Number of rows.
     *
     * @return from 1 up
     */
    public int rows() {
        return rows;
    }

    /**
     * Length of each row.
     *
     * @return longs, from 1 up
     */
    public int longs() {
        return longs;
    }

    /**
     * Rows in the order in which they are dropped.
     *
     * @return a permutation; not to be written
     */
    public int[] freeOrder() {
        return freeOrder;
    }

    @Override
    public String toString() {
        return "rows seed=" + SEED + " rows=" + rows + " longs=" + longs + " freeOrder=" + Arrays.toString(freeOrder);
    }
}
