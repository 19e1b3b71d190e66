package org.allotment.core.source;

import java.util.List;

/** Walks the invariants of an arena of fixed blocks, B1 to B4 of the package; O(blocks). */
final class FixedBlockCheck {
    private FixedBlockCheck() {}

    static void check(FixedBlockSource arena) {
        check(arena.view());
    }

    static void check(FixedBlockSource.View view) {
        List<Integer> links = view.links();
        boolean[] listed = new boolean[links.size()];
        int free = 0;
        for (int index = view.head(); index != FixedBlockSource.END; index = links.get(index)) {
            require(index >= 0 && index < links.size(), "B1 links lead to blocks", index);
            require(!listed[index], "B1 no block is listed twice", index);
            listed[index] = true;
            free++;
        }
        for (int index = 0; index < links.size(); index++) {
            require(listed[index] == (links.get(index) != FixedBlockSource.OUT), "B2 out or listed", index);
        }
        require(view.outCount() == links.size() - free, "B3 the count is that of blocks out", view.outCount());
        require(!view.closed() || view.outCount() == 0, "B4 nothing is out of a closed arena", view.outCount());
    }

    private static void require(boolean holds, String invariant, int value) {
        if (!holds) {
            throw new AssertionError(invariant + ", value=" + value);
        }
    }
}
