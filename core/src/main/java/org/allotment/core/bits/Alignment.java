package org.allotment.core.bits;

/**
 * Power-of-two alignment arithmetic with stated overflow rules.
 *
 * <p>Sizes and addresses are signed {@code long}s in which only values from 0 up are legal. A rounding that would pass
 * {@link Long#MAX_VALUE} throws {@link ArithmeticException}; nothing wraps silently.
 */
public final class Alignment {
    private Alignment() {}

    /**
     * Tells whether {@code value} is a power of two.
     *
     * @param value any number
     * @return true for 1, 2, 4, … 2^62
     */
    public static boolean isPowerOfTwo(long value) {
        return value > 0 && (value & (value - 1)) == 0;
    }

    /**
     * Tells whether {@code value} is a multiple of {@code alignment}.
     *
     * @param value an address or size, from 0 up
     * @param alignment a power of two
     * @return true when no low bit of {@code value} is set below the alignment
     */
    public static boolean isAligned(long value, long alignment) {
        return (value & (alignment - 1)) == 0;
    }

    /**
     * Rounds down to a multiple of {@code alignment}.
     *
     * @param value an address or size, from 0 up
     * @param alignment a power of two
     * @return the largest multiple that is not above {@code value}
     */
    public static long alignDown(long value, long alignment) {
        return value & -alignment;
    }

    /**
     * Rounds up to a multiple of {@code alignment}.
     *
     * @param value an address or size, from 0 up
     * @param alignment a power of two
     * @return the smallest multiple that is not below {@code value}
     * @throws ArithmeticException if that multiple is above {@link Long#MAX_VALUE}
     */
    public static long alignUp(long value, long alignment) {
        long rounded = (value + alignment - 1) & -alignment;
        if (rounded < value) {
            throw overflow(value, alignment);
        }
        return rounded;
    }

    /**
     * Rounds up to a power of two.
     *
     * @param value from 1 to 2^62
     * @return the smallest power of two that is not below {@code value}
     * @throws ArithmeticException if {@code value} is outside that range
     */
    public static long nextPowerOfTwo(long value) {
        if (value < 1 || value > 1L << 62) {
            throw new ArithmeticException("no power of two fits, value=" + value);
        }
        return value == 1 ? 1 : Long.highestOneBit(value - 1) << 1;
    }

    private static ArithmeticException overflow(long value, long alignment) {
        return new ArithmeticException("rounding up overflows, value=" + value + ", alignment=" + alignment);
    }
}
