package org.allotment.core.adapt.collection;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ConcurrentModificationException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawAccess;

/**
 * An ordered map from text to {@code long}, nodes and keys in blocks of an {@link Allocator}: a B-tree of eleven
 * entries a node, as the package explains.
 *
 * <p>Keys are UTF-8 and ordered by their bytes, unsigned. Finding, putting and removing take O(log n) steps; with keys
 * in an {@link OffHeapByteVector} they make no garbage.
 *
 * <p>When the allocator refuses, the map is as it was. After {@link #close} every other method raises
 * {@link IllegalStateException}. The allocator must outlive the map. The same threads may use it as may use the
 * allocator, one at a time.
 */
public final class OffHeapBTreeMap implements AutoCloseable {
    private static final long KEY_UNIT = 8;
    private static final long LONGEST_KEY = Integer.MAX_VALUE - KEY_UNIT;

    /** Sees entries in their order. */
    @FunctionalInterface
    public interface EntryVisitor {
        /**
         * Sees one entry; must not change the map.
         *
         * @param key the key
         * @param value its value
         */
        void entry(String key, long value);
    }

    private final Allocator allocator;
    private final BTreePath path = new BTreePath();
    private BTreeEntry sought = new BTreeEntry();
    private BTreeEntry lifted = new BTreeEntry();
    /** Nodes allocated before a put changes anything: a leaf, then inner ones from the bottom up. */
    private final long[] spare = new long[BTreePath.MOST_LEVELS + 1];

    private int spares;

    private long root = Allocator.NULL;
    private long size;
    private long changes;
    private boolean closed;

    /**
     * Makes an empty map, which holds no memory yet.
     *
     * @param allocator where nodes and keys come from and go back to
     */
    public OffHeapBTreeMap(Allocator allocator) {
        this.allocator = Objects.requireNonNull(allocator, "allocator");
    }

    /**
     * Puts an entry, or replaces the value of the one that is there, and takes the key's memory over.
     *
     * @param key the key, in the allocator of this map; empty and still usable afterwards
     * @param value any number
     * @return true when the key is new
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the key lives in another allocator or is longer
     *     than 2^31 - 9 bytes, of kind {@code NO_MEMORY} if there is none; the map and the key are as they were then
     * @throws IllegalStateException if the map or the key is closed
     */
    public boolean put(OffHeapByteVector key, long value) {
        requireOpen();
        if (!key.isFrom(allocator)) {
            throw AllocationException.invalidParameter("the key lives in another allocator, keyBytes=" + key.size());
        }
        seek(key);
        boolean isNew = !locate();
        if (isNew) {
            key.shrinkToFit();
            reserveNodes();
            sought.become(key.block(), value);
            insert();
            key.detach();
        } else {
            BTreeLayout.setValue(found(), value);
            key.clear();
            key.shrinkToFit();
        }
        return isNew;
    }

    /**
     * Puts an entry, or replaces the value of the one that is there.
     *
     * @param key the key; what UTF-8 cannot encode becomes a question mark
     * @param value any number
     * @return true when the key is new
     * @throws AllocationException of kind {@code NO_MEMORY} if there is none; nothing is changed then
     * @throws IllegalStateException if the map is closed
     */
    public boolean put(String key, long value) {
        requireOpen();
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        sought.seek(bytes);
        if (locate()) {
            BTreeLayout.setValue(found(), value);
            return false;
        }
        long block = bytes.length == 0 ? Allocator.NULL : allocator.allocate(keyBytes(bytes.length), 1);
        try {
            reserveNodes();
        } catch (AllocationException refused) {
            freeKey(block, bytes.length);
            throw refused;
        }
        RawAccess.segment(block, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
        sought.become(block, value);
        insert();
        return true;
    }

    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @param absent what to return when there is no such key
     * @return its value, or {@code absent}
     * @throws IllegalStateException if the map or the key is closed
     */
    public long get(OffHeapByteVector key, long absent) {
        requireOpen();
        seek(key);
        return locate() ? BTreeLayout.value(found()) : absent;
    }

    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @param absent what to return when there is no such key
     * @return its value, or {@code absent}
     * @throws IllegalStateException if the map is closed
     */
    public long get(String key, long absent) {
        requireOpen();
        sought.seek(key.getBytes(StandardCharsets.UTF_8));
        return locate() ? BTreeLayout.value(found()) : absent;
    }

    /**
     * Removes a key.
     *
     * @param key the key; stays the caller's
     * @return true when it was there
     * @throws IllegalStateException if the map or the key is closed
     */
    public boolean remove(OffHeapByteVector key) {
        requireOpen();
        seek(key);
        return locate() && removeFound();
    }

    /**
     * Removes a key.
     *
     * @param key the key
     * @return true when it was there
     * @throws IllegalStateException if the map is closed
     */
    public boolean remove(String key) {
        requireOpen();
        sought.seek(key.getBytes(StandardCharsets.UTF_8));
        return locate() && removeFound();
    }

    /**
     * Removes the first entry.
     *
     * @return false when the map was empty
     * @throws IllegalStateException if the map is closed
     */
    public boolean removeFirst() {
        requireOpen();
        if (size == 0) {
            return false;
        }
        path.findFirst(root);
        return removeFound();
    }

    /**
     * Returns the first key.
     *
     * @return the smallest key, or nothing when the map is empty
     * @throws IllegalStateException if the map is closed
     */
    public Optional<String> firstKey() {
        requireOpen();
        if (size == 0) {
            return Optional.empty();
        }
        path.findFirst(root);
        return Optional.of(keyText(found()));
    }

    /**
     * Returns the number of entries.
     *
     * @return entries, from 0 up
     * @throws IllegalStateException if the map is closed
     */
    public long size() {
        requireOpen();
        return size;
    }

    /**
     * Shows every entry in order of the keys.
     *
     * @param visitor sees each once
     * @throws ConcurrentModificationException if the visitor changed the map
     * @throws IllegalStateException if the map is closed
     */
    public void forEach(EntryVisitor visitor) {
        requireOpen();
        if (size > 0) {
            visit(root, BTreeLayout.level(root), visitor);
        }
    }

    /**
     * Removes every entry and gives all memory back.
     *
     * @throws IllegalStateException if the map is closed
     */
    public void clear() {
        requireOpen();
        changes++;
        if (root != Allocator.NULL) {
            long tree = root;
            root = Allocator.NULL;
            size = 0;
            free(tree, BTreeLayout.level(tree));
        }
    }

    /** Gives all memory back; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            clear();
            closed = true;
        }
    }

    long root() {
        return root;
    }

    boolean isClosed() {
        return closed;
    }

    /** Shows every value, in no order; the map is not looked at again before {@link #clear}. */
    void forEachValue(LongConsumer consumer) {
        requireOpen();
        if (size > 0) {
            visitValues(root, BTreeLayout.level(root), consumer);
        }
    }

    private static void visitValues(long node, int level, LongConsumer consumer) {
        int count = BTreeLayout.count(node);
        for (int i = 0; i < count; i++) {
            consumer.accept(BTreeLayout.value(BTreeLayout.entry(node, i)));
        }
        for (int i = 0; level > 0 && i <= count; i++) {
            visitValues(BTreeLayout.child(node, i), level - 1, consumer);
        }
    }

    private void seek(OffHeapByteVector key) {
        long length = key.size();
        if (length > LONGEST_KEY) {
            throw AllocationException.invalidParameter("a key is at most 2^31 - 9 bytes long, keyBytes=" + length);
        }
        sought.seek(key.block(), (int) length);
    }

    private boolean locate() {
        return root != Allocator.NULL && path.find(root, sought);
    }

    /** The entry at the end of the path. */
    private long found() {
        return BTreeLayout.entry(path.node(), path.index());
    }

    /** Allocates every node that putting at the end of the path is going to need. */
    private void reserveNodes() {
        spares = 0;
        try {
            if (root == Allocator.NULL) {
                reserveNode();
                return;
            }
            int at = path.depth();
            while (at >= 0 && BTreeLayout.count(path.node(at)) == BTreeLayout.MOST_ENTRIES) {
                reserveNode();
                at--;
            }
            if (at < 0) {
                reserveNode();
            }
        } catch (AllocationException refused) {
            while (spares > 0) {
                freeNode(spare[--spares], spares);
            }
            throw refused;
        }
    }

    private void reserveNode() {
        spare[spares] = allocator.allocate(BTreeLayout.bytes(spares), BTreeLayout.ALIGNMENT);
        spares++;
    }

    /** Puts what was sought at the end of the path; nodes are reserved. */
    private void insert() {
        if (root == Allocator.NULL) {
            root = spare[0];
            BTreeLayout.initialise(root, 0);
            path.startAt(root);
        }
        long child = Allocator.NULL;
        int used = 0;
        int at = path.depth();
        while (at >= 0 && BTreeLayout.count(path.node(at)) == BTreeLayout.MOST_ENTRIES) {
            child = splitAndInsert(path.node(at), path.index(at), child, spare[used++]);
            at--;
        }
        if (at >= 0) {
            BTreeSurgery.insert(path.node(at), path.index(at), sought, child);
        } else {
            growRoot(spare[used], child);
        }
        size++;
        changes++;
    }

    /** Puts what was sought into one half of a full node; the entry between the halves is what to put above. */
    private long splitAndInsert(long node, int index, long child, long right) {
        int middle = BTreeSurgery.middle(index);
        lifted.load(BTreeLayout.entry(node, middle));
        BTreeSurgery.split(node, middle, right);
        if (index <= middle) {
            BTreeSurgery.insert(node, index, sought, child);
        } else {
            BTreeSurgery.insert(right, index - middle - 1, sought, child);
        }
        BTreeEntry below = sought;
        sought = lifted;
        lifted = below;
        return right;
    }

    private void growRoot(long newRoot, long child) {
        BTreeLayout.initialise(newRoot, BTreeLayout.level(root) + 1);
        BTreeLayout.setChild(newRoot, 0, root);
        BTreeSurgery.insert(newRoot, 0, sought, child);
        root = newRoot;
    }

    private boolean removeFound() {
        long entry = found();
        freeKey(BTreeLayout.key(entry), BTreeLayout.length(entry));
        long node = path.node();
        int index = path.index();
        if (BTreeLayout.level(node) > 0) {
            path.descendToPrevious();
            BTreeLayout.copyEntries(path.node(), path.index(), node, index, 1);
        }
        BTreeSurgery.remove(path.node(), path.index());
        size--;
        changes++;
        refill();
        return true;
    }

    /** Goes up the path for as long as a node has too few entries: borrows one from a neighbour, or joins the two. */
    private void refill() {
        int at = path.depth();
        while (at > 0 && BTreeLayout.count(path.node(at)) < BTreeLayout.FEWEST_ENTRIES) {
            long parent = path.node(at - 1);
            int place = path.index(at - 1);
            int between = Math.max(place - 1, 0);
            long right = BTreeLayout.child(parent, between + 1);
            if (!BTreeSurgery.fitTogether(BTreeLayout.child(parent, between), right)) {
                borrow(parent, between, place > 0);
                return;
            }
            int level = BTreeLayout.level(right);
            BTreeSurgery.merge(parent, between);
            freeNode(right, level);
            at--;
        }
        int level = BTreeLayout.level(root);
        if (level > 0 && BTreeLayout.count(root) == 0) {
            long empty = root;
            root = BTreeLayout.child(empty, 0);
            freeNode(empty, level);
        }
    }

    private static void borrow(long parent, int between, boolean fromLeft) {
        if (fromLeft) {
            BTreeSurgery.moveRight(parent, between);
        } else {
            BTreeSurgery.moveLeft(parent, between);
        }
    }

    private void visit(long node, int level, EntryVisitor visitor) {
        int count = BTreeLayout.count(node);
        for (int i = 0; i <= count; i++) {
            if (level > 0) {
                visit(BTreeLayout.child(node, i), level - 1, visitor);
            }
            if (i < count) {
                long entry = BTreeLayout.entry(node, i);
                long before = changes;
                visitor.entry(keyText(entry), BTreeLayout.value(entry));
                if (changes != before) {
                    throw new ConcurrentModificationException("the visitor changed the map, changes=" + changes);
                }
            }
        }
    }

    private void free(long node, int level) {
        int count = BTreeLayout.count(node);
        for (int i = 0; i < count; i++) {
            long entry = BTreeLayout.entry(node, i);
            freeKey(BTreeLayout.key(entry), BTreeLayout.length(entry));
        }
        for (int i = 0; level > 0 && i <= count; i++) {
            free(BTreeLayout.child(node, i), level - 1);
        }
        freeNode(node, level);
    }

    private void freeNode(long node, int level) {
        allocator.free(node, BTreeLayout.bytes(level), BTreeLayout.ALIGNMENT);
    }

    private void freeKey(long block, int length) {
        if (length > 0) {
            allocator.free(block, keyBytes(length), 1);
        }
    }

    private static String keyText(long entry) {
        return OffHeapByteVector.text(BTreeLayout.key(entry), BTreeLayout.length(entry));
    }

    private static long keyBytes(int length) {
        return Alignment.alignUp(length, KEY_UNIT);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the map is closed, changes=" + changes);
        }
    }
}
