package org.allotment.core.concurrent.claim;

/**
 * Keeps the fields of a subclass at a distance from what lies before them: two cache lines, since processors fetch them in
 * pairs. Fields of a superclass lie before those of its subclasses, but for holes that it leaves, into which HotSpot puts
 * those of subclasses: the header of an object ends at 8, 12 or 16 bytes, and two ints fill what is left to the first long.
 */
@SuppressWarnings("unused") // it is there to be there
abstract sealed class Gap permits Bias, BiasedClaim {
    private int h0;
    private int h1;
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
    private long p14;
}
