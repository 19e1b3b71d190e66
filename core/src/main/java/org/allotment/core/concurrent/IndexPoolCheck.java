package org.allotment.core.concurrent;

import java.util.BitSet;
import org.allotment.core.memory.WordArray;

/** Walks the invariants of an {@link IndexPool}, as the package numbers them; nobody may use it meanwhile. */
final class IndexPoolCheck {
    private IndexPoolCheck() {}

    /** Throws {@link AssertionError} naming the first invariant that does not hold. */
    static void check(IndexPool pool) {
        WordArray words = pool.words();
        BitSet listed = listed(pool, words);
        int out = 0;
        for (int i = 0; i < pool.capacity(); i++) {
            boolean isOut = words.get(IndexPool.FIRST_STATE + i) == IndexPool.OUT;
            require(isOut != listed.get(i), "I2: a number is either out or listed", i);
            out += isOut ? 1 : 0;
        }
        PoolStatistics statistics = pool.statistics();
        require(statistics.live() == out, "I4: takes minus gives are the numbers out", out);
        long tag = words.get(IndexPool.HEAD) >>> 32;
        require(tag == (statistics.taken() & IndexPool.LINK_MASK), "I3: the tag counts takes", tag);
    }

    private static BitSet listed(IndexPool pool, WordArray words) {
        BitSet listed = new BitSet(pool.capacity());
        long link = words.get(IndexPool.HEAD) & IndexPool.LINK_MASK;
        while (link != 0) {
            require(link <= pool.capacity(), "I1: a link names a number below the capacity", link);
            int index = (int) (link - 1);
            require(!listed.get(index), "I1: the list visits a number once", index);
            listed.set(index);
            link = words.get(IndexPool.FIRST_STATE + index);
            require(link >= 0, "I1: a listed number has a link", index);
        }
        return listed;
    }

    private static void require(boolean holds, String invariant, long where) {
        if (!holds) {
            throw new AssertionError(invariant + ", at=" + where);
        }
    }
}
