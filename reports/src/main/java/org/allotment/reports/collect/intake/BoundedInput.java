package org.allotment.reports.collect.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.allotment.reports.collect.intake.RefusedException.Reason;

/** Counts what passes and refuses to pass more than a limit. */
final class BoundedInput extends FilterInputStream {
    private final Bound bound;
    private long passed;

    BoundedInput(InputStream in, Bound bound) {
        super(in);
        this.bound = bound;
    }

    /** The wire: at most {@code limits.wireBytes()}. */
    static BoundedInput wire(InputStream in, UploadLimits limits) {
        return new BoundedInput(in, passed -> {
            if (passed > limits.wireBytes()) {
                throw new Refusal(Reason.TOO_LARGE, "upload too large, maxBytes=" + limits.wireBytes());
            }
        });
    }

    /** What a decompressor makes of {@code wire}: bounded in size and in ratio. */
    static BoundedInput unpacked(InputStream in, BoundedInput wire, UploadLimits limits) {
        return new BoundedInput(in, passed -> {
            if (passed > limits.unpackedBytes()) {
                throw new Refusal(Reason.TOO_LARGE, "upload too large unpacked, maxBytes=" + limits.unpackedBytes());
            }
            if (passed > limits.ratioFloor() && passed > limits.ratio() * wire.passed()) {
                throw new Refusal(Reason.TOO_LARGE, "upload compressed too well, maxRatio=" + limits.ratio());
            }
        });
    }

    long passed() {
        return passed;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        if (value >= 0) {
            count(1);
        }
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = in.skip(wanted);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long more) throws IOException {
        passed += more;
        bound.check(passed);
    }

    /** Refuses by throwing. */
    interface Bound {
        void check(long passed) throws IOException;
    }
}
