package org.allotment.core.pagemap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.allotment.core.AllocationException;
import org.allotment.core.bits.Alignment;
import org.jspecify.annotations.Nullable;

/**
 * Says who owns an address: a map from granules of 16 KiB to values, in two levels of arrays.
 *
 * <p>Any thread may read at any time, without a lock: a read is two array loads and sees every entry that was made
 * before the address was handed to it. What a read finds is seen as it was when it was entered.
 *
 * <p>Any thread may write at any time, too, and waits for others only while the map grows. Writers do not exclude each
 * other: whoever owns a range is its only writer, from the moment that its memory is obtained until just before it goes
 * back. Two who wrote one granule at once would leave the owner of one of them there, and of two who wrote overlapping
 * ranges each might keep a part. Nor is a range entered in one step: a reader who has not been handed an address of it
 * may see the first granules of a range and not yet the last. When a range goes from one owner to the next, the source
 * of the memory orders the two writes, by its lock or by the system's.
 *
 * <p>Reading is O(1) and makes no garbage. Writing is O(granules). The map grows by leaves of 2 GiB of address space,
 * 512 KiB of Java heap each, which stay.
 *
 * @param <T> what owns a granule
 */
public final class PageMap<T> {
    /** Shift from an address to its granule. */
    public static final int GRANULE_SHIFT = 14;

    /** Bytes of a granule: no two owners share one. */
    public static final long GRANULE = 1L << GRANULE_SHIFT;

    /** Addresses below this can be entered: what processors give to user programs. */
    public static final long END = 1L << 48;

    private static final int LEAF_BITS = 17;
    private static final int LEAF_SHIFT = GRANULE_SHIFT + LEAF_BITS;
    private static final int LEAF_MASK = (1 << LEAF_BITS) - 1;
    private static final VarHandle ENTRY =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();
    private static final VarHandle ROOT = rootHandle();

    /** Stands for every leaf that is not there: the test that keeps a reader within bounds is the test for absence. */
    private static final Object[] ABSENT = {};

    /** Replaced under the lock when it grows. All roots share their leaves, so one entry shows through each of them. */
    private volatile Object[][] root = {};

    /** Elements of a leaf; read only where one is made: who looks something up asks the leaf. */
    private final int leafLength;

    /** Written under the lock. */
    private int leaves;

    /** Creates a map without an entry. */
    public PageMap() {
        this(1 << LEAF_BITS);
    }

    /**
     * Creates a map of which leaves are cut short, for those who look at each element of each array: model checkers.
     *
     * @param leafLength how many granules of each 2 GiB can be entered, the first ones, from 1 to 131,072
     */
    PageMap(int leafLength) {
        this.leafLength = leafLength;
    }

    /**
     * Finds the owner of an address. Any thread, lock-free.
     *
     * @param address any number
     * @return its owner, or null when nobody owns its granule
     */
    @SuppressWarnings("unchecked") // only set puts values in
    public @Nullable T get(long address) {
        Object[] leaf = leafOf(root, address);
        int granule = granuleOf(address);
        return granule < leaf.length ? (T) (Object) ENTRY.getAcquire(leaf, granule) : null;
    }

    /**
     * Finds the owner of an address as far as the calling thread is sure to know it: what it entered itself, or was
     * entered before something that it was told. Of what others entered meanwhile it may find nothing, or an owner of
     * which it must not believe a word that is not final. Any thread, lock-free.
     *
     * <p>Unlike {@link #get} it orders nothing, so that compilers may keep in registers what the caller has at hand.
     *
     * @param address any number
     * @return its owner, or null
     */
    @SuppressWarnings("unchecked") // only set puts values in
    public @Nullable T peek(long address) {
        Object[] leaf = leafOf((Object[][]) ROOT.get(this), address);
        if (leaf == null) {
            // A root that others publish just now shows places that are not filled in yet, even of leaves long known.
            return get(address);
        }
        int granule = granuleOf(address);
        return granule < leaf.length ? (T) leaf[granule] : null;
    }

    private static Object[] leafOf(Object[][] leafs, long address) {
        long index = address >>> LEAF_SHIFT;
        return index < leafs.length ? leafs[(int) index] : ABSENT;
    }

    private static int granuleOf(long address) {
        return (int) (address >>> GRANULE_SHIFT) & LEAF_MASK;
    }

    /**
     * Enters the owner of a range, in place of who owned it before. Whoever owns the range, or is about to give it back;
     * lock-free where the map has its leaves already.
     *
     * @param address first byte, a multiple of {@link #GRANULE}
     * @param byteSize number of bytes, from 1 up; rounded up to granules
     * @param owner the owner, or null for nobody
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the range is not aligned or not below
     *     {@link #END}; nothing is changed then
     */
    public void set(long address, long byteSize, @Nullable T owner) {
        if (address < 0 || byteSize < 1 || byteSize > END || address > END - byteSize || !isGranular(address)) {
            throw AllocationException.invalidParameter(
                    "no range of granules, address=" + address + ", byteSize=" + byteSize);
        }
        long first = address >>> GRANULE_SHIFT;
        long last = (address + byteSize - 1) >>> GRANULE_SHIFT;
        Object[][] leafs = owner == null ? root : rootWith((int) (first >>> LEAF_BITS), (int) (last >>> LEAF_BITS));
        for (long granule = first; granule <= last; granule++) {
            int leaf = (int) (granule >>> LEAF_BITS);
            if (leaf < leafs.length && leafs[leaf].length != 0) {
                ENTRY.setRelease(leafs[leaf], (int) granule & LEAF_MASK, (Object) owner);
            }
        }
    }

    /**
     * Measures the map.
     *
     * @return bytes of Java heap that its arrays take, headers left out
     */
    public synchronized long heapBytes() {
        return (long) leaves * leafLength * Integer.BYTES + (long) root.length * Integer.BYTES;
    }

    /** A root that has some leaves; room is made before anything is entered, so that entering cannot fail half way. */
    private Object[][] rootWith(int first, int last) {
        Object[][] leafs = root;
        return hasLeaves(leafs, first, last) ? leafs : grown(first, last);
    }

    /** Keeps the leaves that are there, into which others write meanwhile. A root is written before it is published. */
    private synchronized Object[][] grown(int first, int last) {
        Object[][] known = root;
        if (hasLeaves(known, first, last)) {
            return known;
        }
        int length = Math.max(known.length, (int) Alignment.nextPowerOfTwo(last + 1L));
        Object[][] wider = Arrays.copyOf(known, length);
        Arrays.fill(wider, known.length, length, ABSENT);
        int added = 0;
        for (int leaf = first; leaf <= last; leaf++) {
            if (wider[leaf].length == 0) {
                wider[leaf] = new Object[leafLength];
                added++;
            }
        }
        root = wider;
        leaves += added;
        return wider;
    }

    private static boolean hasLeaves(Object[][] leafs, int first, int last) {
        for (int leaf = first; leaf <= last; leaf++) {
            if (leaf >= leafs.length || leafs[leaf].length == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isGranular(long address) {
        return (address & (GRANULE - 1)) == 0;
    }

    private static VarHandle rootHandle() {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(PageMap.class, "root", Object[][].class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
