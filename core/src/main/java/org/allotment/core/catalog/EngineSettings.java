package org.allotment.core.catalog;

import java.util.Objects;
import org.allotment.core.AllocationException;
import org.allotment.core.bits.Alignment;

/**
 * How an engine for blocks is to be opened; each takes of it what it has a use for.
 *
 * @param form which of its forms
 * @param owned true to refuse, in the forms that check, other threads than the one that opens it; false for use under a
 *     lock. Engines for {@linkplain EngineTrait#ANY_THREAD any thread} have no owner
 * @param regionBytes from 1 up: bytes of the one region, or the least an engine that {@linkplain EngineTrait#GROWS
 *     grows} draws at once, which buddies round up to a power of two; slabs and mappings draw what they need
 * @param granuleBytes a power of two: bytes of a bit set's granule, and of a typical block of a context
 */
public record EngineSettings(Form form, boolean owned, long regionBytes, long granuleBytes) {
    private static final long DEFAULT_REGION = 4L << 20;
    private static final long DEFAULT_GRANULE = 16;

    /** Checked and owned, 4 MiB, granules of 16 bytes. */
    public static final EngineSettings DEFAULT =
            new EngineSettings(Form.CHECKED, true, DEFAULT_REGION, DEFAULT_GRANULE);

    /**
     * Checks the ranges that hold for all engines; an engine's own are checked when it is opened.
     *
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if a number is out of its range
     */
    public EngineSettings {
        Objects.requireNonNull(form, "form");
        if (regionBytes < 1) {
            throw AllocationException.invalidParameter("a region has bytes, regionBytes=" + regionBytes);
        }
        if (!Alignment.isPowerOfTwo(granuleBytes)) {
            throw AllocationException.invalidParameter("a granule is a power of two, granuleBytes=" + granuleBytes);
        }
    }

    /**
     * Returns these settings with another form.
     *
     * @param other the form
     * @return settings that differ in this only
     */
    public EngineSettings in(Form other) {
        return new EngineSettings(other, owned, regionBytes, granuleBytes);
    }

    /**
     * Returns these settings without an owner: any thread may call, one at a time.
     *
     * @return settings that differ in this only
     */
    public EngineSettings withoutOwner() {
        return new EngineSettings(form, false, regionBytes, granuleBytes);
    }

    /**
     * Returns these settings with another region.
     *
     * @param bytes of the region or of the least growth, from 1 up
     * @return settings that differ in this only
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the number is out of its range
     */
    public EngineSettings withRegion(long bytes) {
        return new EngineSettings(form, owned, bytes, granuleBytes);
    }

    /**
     * Returns these settings with another granule.
     *
     * @param bytes a power of two
     * @return settings that differ in this only
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the number is out of its range
     */
    public EngineSettings withGranule(long bytes) {
        return new EngineSettings(form, owned, regionBytes, bytes);
    }
}
