package org.allotment.core.bump;

/** Walks the invariants I1 to I5 of the package; O(marks). */
public final class BumpCheck {
    private BumpCheck() {}

    /**
     * Walks all invariants.
     *
     * @param allocator any open allocator; it is not changed
     * @throws AssertionError if an invariant is broken; the message starts with its number
     */
    public static void check(BumpAllocator allocator) {
        check(allocator.view());
    }

    static void check(BumpAllocator.View view) {
        require(view.base() <= view.top() && view.top() <= view.end(), "I1 base <= top <= end", view);
        checkFrames(view);
        if (view.recent() != 0) {
            boolean placed = view.frameStart() <= view.recentFloor()
                    && view.recentFloor() <= view.recent()
                    && view.recent() <= view.top();
            require(placed, "I5 the recent block and its gap lie between the last mark and top", view);
        }
    }

    private static void checkFrames(BumpAllocator.View view) {
        Marks marks = view.marks();
        int depth = marks.depth();
        long lowest = depth == 0 ? view.frameStart() : marks.top(0);
        require(lowest == view.base(), "I2 the lowest frame begins at the base", view);
        for (int frame = 0; frame < depth; frame++) {
            long start = marks.top(frame);
            long next = frame + 1 < depth ? marks.top(frame + 1) : view.frameStart();
            require(start <= next, "I2 marks rise", view);
            checkShare(view, next - start, marks.liveBytes(frame), marks.liveBlocks(frame));
        }
        require(view.frameStart() <= view.top(), "I2 the last mark is not above top", view);
        checkShare(view, view.top() - view.frameStart(), view.liveBytes(), view.liveBlocks());
    }

    private static void checkShare(BumpAllocator.View view, long room, long bytes, long blocks) {
        require(bytes >= 0 && bytes <= room, "I3 live bytes fit their frame", view);
        require(blocks >= 0 && blocks <= bytes && (blocks == 0) == (bytes == 0), "I4 blocks match bytes", view);
    }

    private static void require(boolean holds, String invariant, BumpAllocator.View view) {
        if (!holds) {
            throw new AssertionError(invariant + ", " + view);
        }
    }
}
