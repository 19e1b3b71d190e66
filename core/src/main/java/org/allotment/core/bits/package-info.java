/**
 * Pure arithmetic on sizes, alignments and bit runs; nothing here touches memory.
 *
 * <p>{@link org.allotment.core.bits.Alignment} rounds, {@link org.allotment.core.bits.BitRuns} finds runs of ones in one
 * or two words, {@link org.allotment.core.bits.BitRange} works on ranges across an array of words.
 *
 * <p>A run of {@code n} ones begins at bit {@code i} iff runs of {@code a} and of {@code n - a} begin at {@code i} and
 * {@code i + a}. So {@code x & x >>> a} turns the starts of runs of {@code a} into those of {@code 2a}, and a run of any
 * length up to 64 is found in at most six steps (H. S. Warren, "Hacker's Delight", second edition, 6-3). Single bits are
 * walked in the forms that x86 has as one instruction (BMI1): lowest set bit {@code x & -x}, clear it
 * {@code x & (x - 1)}, mask up to it {@code x ^ (x - 1)}; {@link org.allotment.core.bits.LowestOne} has them. No loop here needs the mask.
 */
package org.allotment.core.bits;
