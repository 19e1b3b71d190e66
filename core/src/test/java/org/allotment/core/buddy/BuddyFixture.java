package org.allotment.core.buddy;

import java.lang.foreign.Arena;
import java.util.List;

/** Memory for one test, and the forms that tests go through. */
final class BuddyFixture implements AutoCloseable {
    static final List<BuddyOptions> FORMS = List.of(
            BuddyOptions.DEFAULT,
            BuddyOptions.DEFAULT.trusting(),
            BuddyOptions.DEFAULT.bare(),
            BuddyOptions.DEFAULT.bare().trusting(),
            BuddyOptions.DEFAULT.blocksFrom(64),
            BuddyOptions.DEFAULT.countingRequests());

    static final List<BuddyOptions> CHECKED =
            FORMS.stream().filter(BuddyOptions::checked).toList();

    /** Where tests that never look into a block place their regions: there need be no memory. */
    static final long NOWHERE = 1L << 44;

    private final Arena arena = Arena.ofConfined();

    /** An address with room for a number of bytes, at a multiple of it. */
    long memory(long bytes) {
        return arena.allocate(bytes, Long.highestOneBit(bytes)).address();
    }

    static BuddyAllocator nowhere(long bytes, BuddyOptions options) {
        return BuddyAllocator.over(NOWHERE, bytes, options);
    }

    @Override
    public void close() {
        arena.close();
    }
}
