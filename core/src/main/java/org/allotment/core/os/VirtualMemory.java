package org.allotment.core.os;

/**
 * Anonymous private memory from the operating system, in pages.
 *
 * <p>Answers carry {@code errno}: a method that returns an address returns it negated on failure, one that returns a
 * status returns 0 or {@code errno}. Implementations are safe to call from any thread.
 */
public interface VirtualMemory {
    /** {@code errno} for "out of memory", also the answer of the fallback when the JVM refuses. */
    int ENOMEM = 12;

    /** {@code errno} for "invalid argument". */
    int EINVAL = 22;

    /** What to do with pages whose contents are no longer needed, or how to back them. */
    enum Advice {
        /** Drop the contents now; the next read sees zeroes. */
        DISCARD,
        /** Drop the contents when the system wants the pages; until then reads may see either. */
        DISCARD_LAZILY,
        /** Back with huge pages if possible. */
        HUGE_PAGES
    }

    /**
     * Returns the memory of this platform.
     *
     * @return system calls where there are any, else arenas
     */
    static VirtualMemory system() {
        return SystemHolder.INSTANCE;
    }

    /**
     * Maps readable, writable memory, zeroed; it costs no physical memory until it is touched.
     *
     * @param byteSize bytes from 1 up, a multiple of {@link #pageSize()}
     * @return the address of the first page, or {@code -errno}
     */
    long map(long byteSize);

    /**
     * Unmaps pages: a whole mapping, or where the platform can, a part of one.
     *
     * @param address first page
     * @param byteSize bytes from 1 up, a multiple of {@link #pageSize()}
     * @return 0 or {@code errno}
     */
    int unmap(long address, long byteSize);

    /**
     * Advises the system about pages.
     *
     * @param address first page
     * @param byteSize bytes from 1 up, a multiple of {@link #pageSize()}
     * @param advice what to do
     * @return 0 or {@code errno}; {@link #EINVAL} where the platform does not know the advice
     */
    int advise(long address, long byteSize, Advice advice);

    /**
     * Resizes a mapping.
     *
     * @param address first page of a whole mapping
     * @param byteSize its bytes
     * @param newByteSize bytes wanted, a multiple of {@link #pageSize()}
     * @param mayMove whether the mapping may go elsewhere, contents included
     * @return its address from now on, or {@code -errno}; {@code -}{@link #EINVAL} where the platform cannot
     */
    long remap(long address, long byteSize, long newByteSize, boolean mayMove);

    /**
     * Returns the page size.
     *
     * @return bytes, a power of two
     */
    long pageSize();

    /**
     * Tells whether this is the operating system itself.
     *
     * @return false for the fallback on arenas, whose mapping touches every page
     */
    boolean isNative();
}
