package org.allotment.core.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.allotment.core.PageAllocator;
import org.junit.jupiter.api.Test;

/** A space of 1 TiB that no machine has: its bookkeeping is small and both of its ends serve. */
final class TebibyteTest {
    private static final long PAGE = 4_096;
    private static final long PAGES = 1L << 28;
    private static final long START = (1L << 45) + 3 * PAGE;
    private static final long MOST_METADATA = 40L << 20;

    @Test
    void bookkeepingOfATebibyteIsBelow40Mebibytes() throws IllegalAccessException {
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, PageCapacity.TIB_1, PAGE)) {
            long arrays = arrayBytes(allocator);
            assertThat(arrays).isBetween(PAGES / 8, MOST_METADATA);
            long reported = allocator.statistics().heapMetadataBytes();
            assertThat(reported).isBetween(arrays - 4_096, MOST_METADATA);
            // Nothing grows with use.
            for (long i = 0; i < 1_000; i++) {
                assertThat(allocator.tryAllocatePagesAt(START + i * 200_000 * PAGE, 1 + i * 7, PAGE))
                        .isTrue();
            }
            assertThat(allocator.allocatePages(150_000, 1 << 30) % (1 << 30)).isZero();
            assertThat(arrayBytes(allocator)).isEqualTo(arrays);
        }
    }

    @Test
    void bothEndsOfATebibyteServe() {
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, PageCapacity.TIB_1, PAGE)) {
            long last = START + (PAGES - 1) * PAGE;
            assertThat(allocator.totalPages()).isEqualTo(PAGES);
            assertThat(allocator.allocatePages(1, PAGE)).isEqualTo(START);
            allocator.allocatePagesAt(last, 1, PAGE);
            assertThat(allocator.longestFreeRun()).isEqualTo(PAGES - 2);
            assertThat(allocator.tryAllocatePages(PAGES - 1, PAGE)).isEqualTo(PageAllocator.NULL);
            assertThat(allocator.allocatePages(PAGES - 2, PAGE)).isEqualTo(START + PAGE);
            assertThat(allocator.availablePages()).isZero();
            assertThat(allocator.tryAllocatePages(1, PAGE)).isEqualTo(PageAllocator.NULL);
            allocator.freePages(last - 99 * PAGE, 100);
            assertThat(allocator.allocatePages(100, PAGE)).isEqualTo(last - 99 * PAGE);
            allocator.freePages(START, PAGES);
            assertThat(allocator.usedPages()).isZero();
            assertThat(allocator.longestFreeRun()).isEqualTo(PAGES);
            long gibibyte = 1L << 30;
            assertThat(allocator.allocatePages(3, gibibyte)).isEqualTo((1L << 45) + gibibyte);
            PageCheck.verify(allocator);
        }
    }

    /** Bytes of all arrays reachable through fields of this module's objects. */
    private static long arrayBytes(Object root) throws IllegalAccessException {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        open.add(root);
        long bytes = 0;
        while (!open.isEmpty()) {
            Object object = open.pop();
            if (!seen.add(object) || object instanceof Thread) {
                continue;
            }
            if (object instanceof Object[] array) {
                for (Object element : array) {
                    if (element != null) {
                        open.push(element);
                    }
                }
            }
            bytes += object.getClass().isArray() ? shallowBytes(object) : 0;
            pushFields(object, open);
        }
        return bytes;
    }

    private static long shallowBytes(Object array) {
        Class<?> component = array.getClass().getComponentType();
        int width = component == long.class ? Long.BYTES : component == int.class ? Integer.BYTES : 8;
        assertThat(component == long.class || component == int.class || !component.isPrimitive())
                .isTrue();
        return 16 + (long) Array.getLength(array) * width;
    }

    private static void pushFields(Object object, Deque<Object> open) throws IllegalAccessException {
        if (object.getClass().getPackage() != TebibyteTest.class.getPackage()) {
            return;
        }
        for (Field field : object.getClass().getDeclaredFields()) {
            if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                Object value = field.get(object);
                if (value != null) {
                    open.push(value);
                }
            }
        }
    }
}
