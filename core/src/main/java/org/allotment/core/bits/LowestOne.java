package org.allotment.core.bits;

/**
 * What can be done with the lowest one of a word in a single instruction of x86 (BMI1), in the spelling that C2 knows it
 * by. Elsewhere each is two instructions.
 */
public final class LowestOne {
    private LowestOne() {}

    /**
     * Keeps the lowest one only ({@code BLSI}).
     *
     * @param word any word
     * @return the word with all ones above its lowest cleared; zero for zero
     */
    public static long only(long word) {
        return word & -word;
    }

    /**
     * Makes a mask up to the lowest one ({@code BLSMSK}).
     *
     * @param word any word
     * @return ones from bit 0 to the lowest one, inclusively; all ones for zero
     */
    public static long through(long word) {
        return word ^ (word - 1);
    }

    /**
     * Clears the lowest one ({@code BLSR}).
     *
     * @param word any word
     * @return the word without it; zero for zero
     */
    public static long without(long word) {
        return word & (word - 1);
    }
}
