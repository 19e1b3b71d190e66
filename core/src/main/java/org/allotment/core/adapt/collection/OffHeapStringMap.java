package org.allotment.core.adapt.collection;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;

/**
 * An ordered map from text to text: an {@link OffHeapBTreeMap} whose values are the addresses of blocks.
 *
 * <p>A value's block is its length in eight bytes and then its bytes as UTF-8. When the allocator refuses, the map is
 * as it was. After {@link #close} every other method raises {@link IllegalStateException}. The allocator must outlive
 * the map. The same threads may use it as may use the allocator, one at a time.
 */
public final class OffHeapStringMap implements AutoCloseable {
    private static final long HEADER_BYTES = Long.BYTES;

    /** Sees entries in their order. */
    @FunctionalInterface
    public interface EntryVisitor {
        /**
         * Sees one entry; must not change the map.
         *
         * @param key the key
         * @param value its value
         */
        void entry(String key, String value);
    }

    private final Allocator allocator;
    private final OffHeapBTreeMap blocks;

    /**
     * Makes an empty map, which holds no memory yet.
     *
     * @param allocator where nodes, keys and values come from and go back to
     */
    public OffHeapStringMap(Allocator allocator) {
        this.allocator = Objects.requireNonNull(allocator, "allocator");
        this.blocks = new OffHeapBTreeMap(allocator);
    }

    /**
     * Puts an entry, or replaces the value of the one that is there.
     *
     * @param key the key; what UTF-8 cannot encode becomes a question mark, here and in the value
     * @param value the value
     * @return true when the key is new
     * @throws AllocationException of kind {@code NO_MEMORY} if there is none; nothing is changed then
     * @throws IllegalStateException if the map is closed
     */
    public boolean put(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        long before = blocks.get(key, Allocator.NULL);
        long block = allocator.allocate(HEADER_BYTES + bytes.length, Long.BYTES);
        RawAccess.putLong(block, bytes.length);
        RawAccess.segment(block + HEADER_BYTES, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
        try {
            blocks.put(key, block);
        } catch (AllocationException refused) {
            free(block);
            throw refused;
        }
        if (before != Allocator.NULL) {
            free(before);
        }
        return before == Allocator.NULL;
    }

    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @return its value, or nothing when there is no such key
     * @throws IllegalStateException if the map is closed
     */
    public Optional<String> get(String key) {
        long block = blocks.get(key, Allocator.NULL);
        return block == Allocator.NULL ? Optional.empty() : Optional.of(text(block));
    }

    /**
     * Removes a key.
     *
     * @param key the key
     * @return true when it was there
     * @throws IllegalStateException if the map is closed
     */
    public boolean remove(String key) {
        long block = blocks.get(key, Allocator.NULL);
        if (block == Allocator.NULL) {
            return false;
        }
        blocks.remove(key);
        free(block);
        return true;
    }

    /**
     * Returns the number of entries.
     *
     * @return entries, from 0 up
     * @throws IllegalStateException if the map is closed
     */
    public long size() {
        return blocks.size();
    }

    /**
     * Shows every entry in order of the keys.
     *
     * @param visitor sees each once
     * @throws java.util.ConcurrentModificationException if the visitor changed the map
     * @throws IllegalStateException if the map is closed
     */
    public void forEach(EntryVisitor visitor) {
        blocks.forEach((key, block) -> visitor.entry(key, text(block)));
    }

    /**
     * Removes every entry and gives all memory back.
     *
     * @throws IllegalStateException if the map is closed
     */
    public void clear() {
        blocks.forEachValue(this::free);
        blocks.clear();
    }

    /** Gives all memory back; a second call does nothing. */
    @Override
    public void close() {
        if (!blocks.isClosed()) {
            clear();
            blocks.close();
        }
    }

    private void free(long block) {
        allocator.free(block, HEADER_BYTES + RawAccess.getLong(block), Long.BYTES);
    }

    private static String text(long block) {
        return OffHeapByteVector.text(block + HEADER_BYTES, (int) RawAccess.getLong(block));
    }
}
