package org.allotment.core.bump;

import java.util.Arrays;

/**
 * The marks below the current one, as a stack of four longs each: where the mark's frame begins, its serial number,
 * and the live bytes and blocks between it and the mark above.
 */
final class Marks {
    private static final int TOP = 0;
    private static final int SERIAL = 1;
    private static final int LIVE_BYTES = 2;
    private static final int LIVE_BLOCKS = 3;
    private static final int WIDTH = 4;

    private long[] words = new long[4 * WIDTH];
    private int depth;

    int depth() {
        return depth;
    }

    void push(long top, long serial, long liveBytes, long liveBlocks) {
        if ((depth + 1) * WIDTH > words.length) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        int at = depth++ * WIDTH;
        words[at + TOP] = top;
        words[at + SERIAL] = serial;
        words[at + LIVE_BYTES] = liveBytes;
        words[at + LIVE_BLOCKS] = liveBlocks;
    }

    /** Forgets the frames from this one up. */
    void cut(int frame) {
        depth = frame;
    }

    long top(int frame) {
        return words[frame * WIDTH + TOP];
    }

    long serial(int frame) {
        return words[frame * WIDTH + SERIAL];
    }

    long liveBytes(int frame) {
        return words[frame * WIDTH + LIVE_BYTES];
    }

    long liveBlocks(int frame) {
        return words[frame * WIDTH + LIVE_BLOCKS];
    }

    void subtract(int frame, long bytes, long blocks) {
        words[frame * WIDTH + LIVE_BYTES] -= bytes;
        words[frame * WIDTH + LIVE_BLOCKS] -= blocks;
    }

    /** Finds the frame that an address below the current mark lies in. */
    int frameOf(long address) {
        int frame = depth - 1;
        while (frame > 0 && address < top(frame)) {
            frame--;
        }
        return frame;
    }

    long totalLiveBytes() {
        long sum = 0;
        for (int frame = 0; frame < depth; frame++) {
            sum += liveBytes(frame);
        }
        return sum;
    }

    long totalLiveBlocks() {
        long sum = 0;
        for (int frame = 0; frame < depth; frame++) {
            sum += liveBlocks(frame);
        }
        return sum;
    }

    long heapBytes() {
        return (long) words.length * Long.BYTES;
    }
}
