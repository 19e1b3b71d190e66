package org.allotment.core.id;

import org.allotment.core.buddy.BuddyCheck;
import org.allotment.core.page.RunBitmapCheck;

/** Walks the invariants of what ids stand on; O(ids / 64) over a bitmap, O(blocks) over buddies. */
public final class IdCheck {
    private IdCheck() {}

    /**
     * Walks all invariants of the bitmap.
     *
     * @param ids any; they are not changed
     * @throws AssertionError if an invariant is broken; the message starts with its number
     */
    public static void check(BitmapIdAllocator ids) {
        RunBitmapCheck.verify(ids.bitmap());
    }

    /**
     * Walks all invariants of the buddies.
     *
     * @param ids any; they are not changed
     * @throws AssertionError if an invariant is broken; the message starts with its number
     */
    public static void check(BuddyIdAllocator ids) {
        BuddyCheck.verify(ids.frames());
    }
}
