package org.allotment.core.guard;

/**
 * What four counters of usable bytes say at one moment, or by how much they differ between two.
 *
 * @param allocated bytes of blocks handed out
 * @param freed bytes of blocks taken back
 * @param grown bytes added to blocks by resizing
 * @param shrunk bytes taken from blocks by resizing
 */
public record MemoryUsage(long allocated, long freed, long grown, long shrunk) {
    /**
     * Returns how much more went out than came back.
     *
     * @return bytes in use; of a difference, by how much use rose, negative when it fell
     */
    public long inUse() {
        return allocated + grown - freed - shrunk;
    }

    /**
     * Compares two moments.
     *
     * @param earlier the other moment; may be the later one, all signs are then reversed
     * @return by how much each counter is above the other moment's
     */
    public MemoryUsage since(MemoryUsage earlier) {
        return new MemoryUsage(
                allocated - earlier.allocated, freed - earlier.freed, grown - earlier.grown, shrunk - earlier.shrunk);
    }
}
