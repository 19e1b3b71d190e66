package org.allotment.core.os;

import org.allotment.core.os.call.NativeCalls;

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

    /** {@code errno} of Linux for "no such call": the answer wherever a platform lacks what was asked. */
    int ENOSYS = NativeCalls.ENOSYS;

    /** What to do with pages whose contents are no longer needed, or how to back them. */
    enum Advice {
        /** Drop the contents now; the next read sees zeroes. */
        DISCARD,
        /** Drop the contents when the system wants the pages; until then reads may see either. */
        DISCARD_LAZILY,
        /** Back with transparent huge pages if possible. */
        HUGE_PAGES,
        /** Leave the pages out of core dumps. */
        EXCLUDE_FROM_DUMPS,
        /** Make every page present and writable now, and say so if that fails. */
        POPULATE
    }

    /**
     * Returns the memory of this platform.
     *
     * @return system calls where there are any, else arenas
     */
    static VirtualMemory system() {
        return PosixMemory.OrFallback.INSTANCE;
    }

    /**
     * Maps readable, writable memory, zeroed; it costs no physical memory until it is touched.
     *
     * @param byteSize bytes from 1 up, a multiple of {@link #pageSize()}
     * @return the address of the first page, or {@code -errno}
     */
    long map(long byteSize);

    /**
     * Reserves address space that cannot be accessed until {@link #commit}: the moment to say where its pages shall
     * come from. Where the platform cannot reserve without access, it maps, and committing does nothing.
     *
     * @param byteSize bytes from 1 up, a multiple of {@link #pageSize()} and of the huge pages asked for
     * @param how what is special about it; all of it is granted or the call fails, except that the system may ignore
     *     {@link Reservation#noReserve()} ({@link #honoursNoReserve()})
     * @return the address of the first page, or {@code -errno}; {@code -}{@link #ENOSYS} where the platform lacks it
     */
    default long reserve(long byteSize, Reservation how) {
        return how.hugePageSize() != 0 || how.first2GiB() ? -ENOSYS : map(byteSize);
    }

    /**
     * Makes reserved pages readable and writable; they are zeroed, and cost no physical memory until touched.
     *
     * @param address first page
     * @param byteSize bytes from 1 up, a multiple of {@link #pageSize()}
     * @return 0 or {@code errno}
     */
    default int commit(long address, long byteSize) {
        return 0;
    }

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
     * @return 0 or {@code errno}; {@link #ENOSYS} where the platform does not know the advice
     */
    int advise(long address, long byteSize, Advice advice);

    /**
     * Resizes a mapping.
     *
     * @param address first page of a whole mapping
     * @param byteSize its bytes
     * @param newByteSize bytes wanted, a multiple of {@link #pageSize()}
     * @param mayMove whether the mapping may go elsewhere, contents included
     * @return its address from now on, or {@code -errno}; {@code -}{@link #ENOSYS} where the platform cannot
     */
    long remap(long address, long byteSize, long newByteSize, boolean mayMove);

    /**
     * Makes pages present and keeps them in physical memory until they are unlocked or unmapped.
     *
     * @param address first page
     * @param byteSize bytes from 1 up, a multiple of {@link #pageSize()}
     * @return 0 or {@code errno}, after which some of the pages may be locked; {@link #ENOSYS} where the platform
     *     cannot
     */
    default int lock(long address, long byteSize) {
        return ENOSYS;
    }

    /**
     * Lets pages leave physical memory again.
     *
     * @param address first page
     * @param byteSize bytes from 1 up, a multiple of {@link #pageSize()}
     * @return 0 or {@code errno}; {@link #ENOSYS} where the platform cannot
     */
    default int unlock(long address, long byteSize) {
        return ENOSYS;
    }

    /**
     * Says from which nodes the pages of a mapping come from now on, and what becomes of those there are.
     *
     * @param address first page
     * @param byteSize bytes from 1 up, a multiple of {@link #pageSize()}
     * @param policy the policy
     * @return 0 or {@code errno}; {@link #ENOSYS} where the platform cannot. 0 does not mean that every node exists:
     *     the kernel leaves out those it does not have, and {@link #policyAt} tells
     */
    default int bind(long address, long byteSize, NumaPolicy policy) {
        return ENOSYS;
    }

    /**
     * Reads back the policy of a mapping.
     *
     * @param address an address in it
     * @return its policy, or why there is none; {@link #ENOSYS} where the platform cannot
     */
    default NumaPolicy.Reading policyAt(long address) {
        return new NumaPolicy.Reading(ENOSYS, null);
    }

    /**
     * Tells whether the system heeds {@link Reservation#noReserve()} as it is set up now.
     *
     * @return false where it accepts the wish and ignores it
     */
    default boolean honoursNoReserve() {
        return false;
    }

    /**
     * Returns the size of the pages that {@link Advice#HUGE_PAGES} can bring, as the system is set up now.
     *
     * @return bytes, a power of two; 0 when the advice has no effect
     */
    default long transparentHugePageSize() {
        return 0;
    }

    /**
     * Returns the ordinary size of pages in the system's pool of huge pages.
     *
     * @return bytes, a power of two; 0 when there is no such pool
     */
    default long pooledHugePageSize() {
        return 0;
    }

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
