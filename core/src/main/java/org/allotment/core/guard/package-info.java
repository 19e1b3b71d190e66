/**
 * Decorators that watch over an allocator, whatever engine it is.
 *
 * <p>{@link org.allotment.core.guard.UsageTrackingAllocator} counts the bytes that go out and come back in four
 * counters that only rise; {@link org.allotment.core.guard.MemoryUsage} is what they say at one moment.
 *
 * <h2>One unit</h2>
 *
 * <p>All four counters count <em>usable</em> bytes: what a block really has. The size that a caller names is not fit
 * for it, since a block asked for with 33 bytes may be freed with 33, with 64 or with anything between. So each size is
 * first turned into the size of its block, by the allocator where it knows its blocks, else by a rule that every sized
 * engine has, because its own frees depend on it. The seed added usable bytes and subtracted requested ones: its usage
 * drifted upwards, and a shrinkage from 40 to 33 bytes of a block of 64 counted 40 − 64, unsigned (C5).
 *
 * <table class="striped">
 *   <caption>A bit set allocator in granules of 64</caption>
 *   <tr><th>call</th><th>allocated</th><th>freed</th><th>grown</th><th>shrunk</th><th>in use</th></tr>
 *   <tr><td>a = allocate(100)</td><td>128</td><td>0</td><td>0</td><td>0</td><td>128</td></tr>
 *   <tr><td>grow a to 120</td><td>128</td><td>0</td><td>0</td><td>0</td><td>128</td></tr>
 *   <tr><td>grow a to 300</td><td>128</td><td>0</td><td>192</td><td>0</td><td>320</td></tr>
 *   <tr><td>shrink a to 10</td><td>128</td><td>0</td><td>192</td><td>256</td><td>64</td></tr>
 *   <tr><td>free a with 64</td><td>128</td><td>64</td><td>192</td><td>256</td><td>0</td></tr>
 * </table>
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>I1: no counter ever falls.
 *   <li>I2: in use = allocated + grown − freed − shrunk = live block bytes of the allocator's statistics, if the
 *       allocator was empty when tracking began and is used through the decorator alone.
 *   <li>I3: a call that is refused, or answers null or false, moves no counter.
 * </ul>
 *
 * <p>Differences of two moments are signed (C6). Where it comes from: {@code LocalAllocatorMemoryUsage} and
 * {@code MemoryUsageTrackingThreadLocalAllocator} of context-allocator.
 */
package org.allotment.core.guard;
