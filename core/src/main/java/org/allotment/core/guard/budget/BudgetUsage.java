package org.allotment.core.guard.budget;

/**
 * What a budget says at one moment, in bytes.
 *
 * @param limit most that may be charged
 * @param used what is charged, here and below, together with what is set aside for resizes that are under way
 * @param own the part of it that was charged at this budget itself, not at one below it
 * @param peak most that was ever charged at once; what was set aside for something that then came to nothing is not in it
 */
public record BudgetUsage(long limit, long used, long own, long peak) {
    /**
     * Returns how much may still be charged as far as this budget is concerned; an ancestor may have less.
     *
     * @return bytes, from 0 up
     */
    public long room() {
        return Math.max(0, limit - used);
    }
}
