/**
 * The contract: what every allocator promises, how it fails, and what it reports.
 *
 * <p>{@link org.allotment.core.Allocator} works on absolute addresses and makes no garbage;
 * {@link org.allotment.core.SizeAware} adds frees without a size. {@link org.allotment.core.PageAllocator} hands out pages
 * of address ranges and {@link org.allotment.core.IdAllocator} numbers. Failures are one exception with four kinds,
 * {@link org.allotment.core.AllocationException}.
 */
package org.allotment.core;
