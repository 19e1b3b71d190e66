package org.allotment.harness.workload.fragment;

import org.allotment.core.memory.RawAccess;
import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.Checksum;

/**
 * Allocates and frees blocks of 64 bytes while {@value #FREE} free ones lie between live ones, so that no two of them
 * can merge.
 *
 * <p>With one block held at a time, an allocator that keeps the last freed block at hand never searches; with ten, freed in
 * the order they came, one that keeps a list of them. Two thousand are more than our trees keep outside: half of them
 * come from the trees and go back there, full of thousands of nodes.
 */
public final class FragmentedPairs implements Workload {
    /** Free blocks between live ones. */
    public static final int FREE = 10_000;

    /** Pairs of one run. */
    public static final int PAIRS = 4_000;

    private static final int LIVE = FREE + 1;
    private static final long SIZE = 64;

    private final AddressSubject subject;
    private final long[] live = new long[LIVE];
    private final long[] held;

    private FragmentedPairs(AddressSubject subject, int held) {
        this.subject = subject;
        this.held = new long[held];
        fragment();
    }

    /**
     * Makes the free blocks.
     *
     * @param subject whom to measure, of addresses; closed with the workload
     * @param held blocks that are live at a time, a divisor of {@link #PAIRS}
     * @return the workload
     */
    public static Workload of(Subject subject, int held) {
        if (held < 1 || PAIRS % held != 0) {
            throw new IllegalArgumentException("a run has 4000 pairs, held=" + held);
        }
        if (subject instanceof AddressSubject addresses) {
            return new FragmentedPairs(addresses, held);
        }
        throw new IllegalArgumentException("the workload holds addresses, subject=" + subject);
    }

    private void fragment() {
        long[] freed = new long[FREE];
        for (int i = 0; i < FREE; i++) {
            live[i] = subject.allocate(SIZE);
            freed[i] = subject.allocate(SIZE);
        }
        live[FREE] = subject.allocate(SIZE);
        for (long address : freed) {
            subject.free(address, SIZE);
        }
    }

    @Override
    public void run() {
        AddressSubject allocator = subject;
        long[] blocks = held;
        for (int round = PAIRS / blocks.length; round > 0; round--) {
            for (int i = 0; i < blocks.length; i++) {
                long address = allocator.allocate(SIZE);
                RawAccess.putLongOpaque(address, i);
                blocks[i] = address;
            }
            for (long address : blocks) {
                allocator.free(address, SIZE);
            }
        }
    }

    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        for (int round = PAIRS / held.length; round > 0; round--) {
            for (int i = 0; i < held.length; i++) {
                held[i] = subject.allocate(SIZE);
                fill(held[i], i);
            }
            for (int i = 0; i < held.length; i++) {
                for (long offset = 0; offset < SIZE; offset += Long.BYTES) {
                    sum.add(RawAccess.getLong(held[i] + offset));
                }
                subject.free(held[i], SIZE);
            }
        }
        return sum.value();
    }

    private static void fill(long address, int block) {
        for (long offset = 0; offset < SIZE; offset += Long.BYTES) {
            RawAccess.putLong(address + offset, Checksum.word(block, SIZE, offset));
        }
    }

    @Override
    public void close() {
        for (long address : live) {
            subject.free(address, SIZE);
        }
        subject.close();
    }
}
