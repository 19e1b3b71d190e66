package org.allotment.harness.workload.row;

import org.allotment.harness.subject.ObjectSubject;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.script.Checksum;

final class ObjectRow<H> extends BlockRow {
    private final ObjectSubject<H> subject;
    private final H[] blocks;

    private ObjectRow(ObjectSubject<H> subject, H[] blocks) {
        this.subject = subject;
        this.blocks = blocks;
    }

    @SuppressWarnings("unchecked")
    static <H> ObjectRow<H> of(ObjectSubject<H> subject, int slots) {
        return new ObjectRow<>(subject, (H[]) new Object[slots]);
    }

    @Override
    @SuppressWarnings("unchecked")
    public BlockRow sharedWith(Subject other) {
        return new ObjectRow<>((ObjectSubject<H>) other, blocks);
    }

    @Override
    public void allocate(int slot, long size) {
        H block = subject.allocate(size);
        subject.touch(block, slot);
        blocks[slot] = block;
    }

    @Override
    public void free(int slot, long size) {
        subject.free(blocks[slot]);
    }

    @Override
    public void fill(int slot, long size, long index) {
        for (long offset = 0; offset + Long.BYTES <= size; offset += Long.BYTES) {
            subject.put(blocks[slot], offset, Checksum.word(index, size, offset));
        }
    }

    @Override
    public void read(int slot, long size, Checksum sum) {
        sum.add(size);
        for (long offset = 0; offset + Long.BYTES <= size; offset += Long.BYTES) {
            sum.add(subject.get(blocks[slot], offset));
        }
    }

    @Override
    public void close() {
        subject.close();
    }
}
