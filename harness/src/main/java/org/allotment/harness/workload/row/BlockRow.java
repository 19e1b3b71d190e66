package org.allotment.harness.workload.row;

import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.ObjectSubject;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.script.Checksum;

/**
 * One thread's way to blocks in numbered slots. Threads that share the slots have a row each, with a subject of their own;
 * who may touch a slot at what time is the workload's business.
 *
 * <p>A row does not know which slots are full. A forked JVM sees one kind of row, so a call here costs what a call of the
 * subject does.
 */
public abstract sealed class BlockRow permits AddressRow, ObjectRow {
    /**
     * Makes a row of empty slots.
     *
     * @param subject whose blocks they hold; closed with the row
     * @param slots how many
     * @return the row
     */
    public static BlockRow of(Subject subject, int slots) {
        return switch (subject) {
            case AddressSubject addresses -> new AddressRow(addresses, new long[slots]);
            case ObjectSubject<?> objects -> ObjectRow.of(objects, slots);
        };
    }

    /**
     * Makes another thread's row over the same slots.
     *
     * @param other the same kind of subject, opened by that thread; closed with its row
     * @return the row
     */
    public abstract BlockRow sharedWith(Subject other);

    /**
     * Allocates a block, touches it and puts it into a slot.
     *
     * @param slot an empty one
     * @param size bytes, from 16 up
     */
    public abstract void allocate(int slot, long size);

    /**
     * Frees the block of a slot.
     *
     * @param slot a full one, empty from now on
     * @param size what its block was allocated with
     */
    public abstract void free(int slot, long size);

    /**
     * Writes every whole word of a block.
     *
     * @param slot a full one
     * @param size of its block
     * @param index what the words are made of, besides their offset
     */
    public abstract void fill(int slot, long size, long index);

    /**
     * Folds a block's size and every whole word of it into a sum.
     *
     * @param slot a full one
     * @param size of its block
     * @param sum where to
     */
    public abstract void read(int slot, long size, Checksum sum);

    /** Closes this thread's subject. */
    public abstract void close();
}
