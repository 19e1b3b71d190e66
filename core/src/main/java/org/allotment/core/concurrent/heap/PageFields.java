package org.allotment.core.concurrent.heap;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a {@link Page}, kept apart by distance: what every thread reads must not share a cache line with what
 * the owner writes at each call. Fields of a superclass lie before those of its subclasses, hence the ladder.
 */
@SuppressWarnings("unused") // the gaps are there to be there
final class PageFields {
    private PageFields() {}

    /** Keeps what comes before at a distance: two lines, since processors fetch them in pairs. */
    abstract static class FirstGap {
        private long p00;
        private long p01;
        private long p02;
        private long p03;
        private long p04;
        private long p05;
        private long p06;
        private long p07;
        private long p08;
        private long p09;
        private long p10;
        private long p11;
        private long p12;
        private long p13;
    }

    /** Written when the page changes hands, read by everybody. */
    abstract static class Shared extends FirstGap {
        /** First block. */
        long base;

        /** Bytes from there on that belong to the page; 0 while it is nobody's. */
        long span;

        /** Who takes from it without atomics; null for large blocks and while it is nobody's. */
        @Nullable
        ThreadHeap heap;

        /** For each granule, whether a live block starts there; empty in the trusting form and for large blocks. */
        byte[] marks = {};

        int sizeClass;
        int blockSize;
        int capacity;
    }

    /** Keeps both sides at a distance. */
    abstract static class SecondGap extends Shared {
        private long q00;
        private long q01;
        private long q02;
        private long q03;
        private long q04;
        private long q05;
        private long q06;
        private long q07;
        private long q08;
        private long q09;
        private long q10;
        private long q11;
        private long q12;
        private long q13;
        private long q14;
        private long q15;
    }

    /** Read and written by the owner only. */
    abstract static class Owned extends SecondGap {
        /** First free block, 0 when there is none; each begins with the address of the next. */
        long free;

        /**
         * Frees until somebody must look at the page. While it is listed, these are all that are used; the current page
         * is not counted, and its number of no meaning.
         */
        int countdown;

        /** Blocks that have ever been on the free list, from the first on. */
        int carved;

        /** Which of the states of {@link Page}. */
        int state;

        /** The ring of its heap's pages of the class; itself while it is in none. */
        Page next = self();

        Page previous = self();

        abstract Page self();
    }

    /** Keeps what comes after at a distance. */
    abstract static class ThirdGap extends Owned {
        private long r00;
        private long r01;
        private long r02;
        private long r03;
        private long r04;
        private long r05;
        private long r06;
        private long r07;
        private long r08;
        private long r09;
        private long r10;
        private long r11;
        private long r12;
        private long r13;
        private long r14;
        private long r15;
    }
}
