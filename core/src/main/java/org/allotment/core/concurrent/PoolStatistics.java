package org.allotment.core.concurrent;

/**
 * What a pool of equal blocks has handed out and taken back since it was created.
 *
 * @param capacity blocks in all
 * @param taken blocks handed out so far
 * @param given blocks taken back so far
 */
public record PoolStatistics(int capacity, long taken, long given) {
    /**
     * Returns how many blocks are out: {@code taken - given}.
     *
     * @return the number of live blocks
     */
    public long live() {
        return taken - given;
    }
}
