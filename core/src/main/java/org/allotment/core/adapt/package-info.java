/**
 * Views of allocators in the JDK's own terms.
 *
 * <p>{@link org.allotment.core.adapt.SegmentView} hands out blocks as bounded {@code MemorySegment}s. Views hold no
 * memory of their own: closing the allocator below is what gives memory back.
 */
package org.allotment.core.adapt;
