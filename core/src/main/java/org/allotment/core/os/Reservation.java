package org.allotment.core.os;

/**
 * How address space is to be reserved.
 *
 * @param hugePageSize size of the pages from the system's pool of huge pages, a power of two in bytes; 0 for ordinary
 *     pages
 * @param first2GiB whether the addresses are to lie within the first 2 GiB (Linux on x86-64 only: {@code MAP_32BIT})
 * @param noReserve whether the system is not to set memory or swap aside: {@code MAP_NORESERVE}
 */
public record Reservation(long hugePageSize, boolean first2GiB, boolean noReserve) {
    /** Ordinary pages anywhere, counted as the system counts. */
    public static final Reservation PLAIN = new Reservation(0, false, false);
}
