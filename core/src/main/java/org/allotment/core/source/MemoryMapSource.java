package org.allotment.core.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.core.AllocationException;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.NumaPolicy;
import org.allotment.core.os.VirtualMemory;
import org.allotment.core.source.MappingOptions.Wish;
import org.allotment.core.source.MappingReport.Answer;
import org.allotment.core.source.MappingReport.Outcome;

/**
 * Pieces mapped from the operating system, anonymous and private: zeroed, and without physical memory until touched.
 *
 * <p>{@link MappingOptions} say what else is wished for, {@link #report} what became of it. Where the platform has no
 * {@code mmap}, pieces come from arenas of {@code java.lang.foreign}, which touch every page when a piece is obtained;
 * {@link #isMapped()} says which it is. A piece whose alignment is above a page is cut out of a larger reservation and
 * the rest unmapped. When the system refuses to unmap something, it stays counted in {@link #obtainedBytes()} and is
 * tried again at the next call and by {@link #trim()}. Any thread may call it: methods are synchronised.
 */
public final class MemoryMapSource implements MemorySource {
    /** No address space we run on is larger; above it sums could overflow. */
    private static final long MOST_BYTES = 1L << 56;

    /** Addresses that are mapped. */
    private record Range(long start, long byteSize) {}

    /** A piece, and what is mapped for it: normally just the piece, more when the system did not take the rest back. */
    private record Piece(Range mapped, MappingReport report) {
        long byteSize() {
            return report.byteSize();
        }

        /** Whether nothing but the piece is mapped, so that the system can resize it. */
        boolean isWhole() {
            return mapped.byteSize() == report.byteSize();
        }
    }

    private final VirtualMemory memory;
    private final MappingOptions options;
    private final Mapper mapper;
    private final Map<Long, Piece> pieces = new HashMap<>();
    private final List<Range> unreturned = new ArrayList<>();
    private long obtainedBytes;
    private int lastError;

    private MemoryMapSource(VirtualMemory memory, MappingOptions options) {
        this.memory = memory;
        this.options = options;
        this.mapper = new Mapper(memory, options);
    }

    /**
     * Makes a source over this platform's memory, without wishes.
     *
     * @return the source
     */
    public static MemoryMapSource create() {
        return over(VirtualMemory.system());
    }

    /**
     * Makes a source over this platform's memory.
     *
     * @param options what is wished for each piece
     * @return the source
     */
    public static MemoryMapSource create(MappingOptions options) {
        return over(VirtualMemory.system(), options);
    }

    /**
     * Makes a source over given memory, without wishes: the seam for tests that let calls fail.
     *
     * @param memory what maps and unmaps
     * @return the source
     */
    public static MemoryMapSource over(VirtualMemory memory) {
        return over(memory, MappingOptions.DEFAULT);
    }

    /**
     * Makes a source over given memory.
     *
     * @param memory what maps and unmaps
     * @param options what is wished for each piece
     * @return the source
     */
    public static MemoryMapSource over(VirtualMemory memory, MappingOptions options) {
        return new MemoryMapSource(memory, options);
    }

    /**
     * Takes a piece, with as many of the wishes as the system grants, and all of the required ones.
     *
     * @param byteSize bytes wanted, from 1 up; rounded up to {@link #granularity()}
     * @param alignment power of two that the piece's address must be a multiple of
     * @return the address of the piece, or {@link #NONE}: {@link #lastError()} says why
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad
     */
    @Override
    public synchronized long obtain(long byteSize, long alignment) {
        Requests.checkBlock(byteSize, alignment);
        trim();
        if (byteSize > MOST_BYTES || alignment > MOST_BYTES) {
            lastError = VirtualMemory.ENOMEM;
            return NONE;
        }
        long size = Alignment.alignUp(byteSize, granularity());
        long natural = Math.max(alignment, mapper.leastAlignment(size));
        Mapper.Reserved reserved = mapper.reserve(size, natural);
        long start = reserved.start();
        if (start <= 0) {
            lastError = (int) -start;
            return NONE;
        }
        long address = Alignment.alignUp(start, natural);
        Range mapped = cut(new Range(start, reserved.span()), new Range(address, size));
        obtainedBytes += mapped.byteSize();
        boolean accepted = false;
        try {
            accepted = accept(mapped, mapper.settle(reserved, address, size));
        } finally {
            if (!accepted) {
                giveBack(mapped);
            }
        }
        return accepted ? address : NONE;
    }

    /** Unmaps what lies before and after a piece; answers what is mapped then: an end may not have gone. */
    private Range cut(Range reserved, Range piece) {
        long from = reserved.start();
        long to = from + reserved.byteSize();
        long end = piece.start() + piece.byteSize();
        if (piece.start() > from && unmap(from, piece.start() - from)) {
            from = piece.start();
        }
        if (to > end && unmap(end, to - end)) {
            to = end;
        }
        return new Range(from, to - from);
    }

    /** Keeps a mapping that is ready and has all that is required; says of any other why it is not kept. */
    private boolean accept(Range mapped, Mapper.Settled settled) {
        MappingReport report = settled.report();
        Answer lacking = report == null ? null : report.lacking();
        if (report != null && lacking == null) {
            pieces.put(report.address(), new Piece(mapped, report));
            return true;
        }
        int reason = lacking == null ? settled.errno() : lacking.errno();
        lastError = reason == 0 ? VirtualMemory.ENOSYS : reason;
        return false;
    }

    @Override
    public synchronized void release(long address, long byteSize) {
        Piece piece = piece(address, byteSize);
        pieces.remove(address);
        trim();
        giveBack(piece.mapped());
    }

    /**
     * Makes a piece larger where it is, if the system can; wishes and policy hold for the new pages as well.
     *
     * @param address what {@link #obtain} returned
     * @param byteSize its size
     * @param newByteSize bytes wanted, not below {@code byteSize}
     * @return true when the piece now has the new size; false when it is as it was
     * @throws AllocationException as {@link #release} does, or if the new size is below the old one
     */
    @Override
    public synchronized boolean tryGrowInPlace(long address, long byteSize, long newByteSize) {
        Requests.checkGrowth(byteSize, newByteSize);
        return resized(piece(address, byteSize), newByteSize, false) != NONE;
    }

    /**
     * Makes a piece smaller where it is, if the system can.
     *
     * @param address what {@link #obtain} returned
     * @param byteSize its size
     * @param newByteSize bytes wanted, from 1 to {@code byteSize}
     * @return true when the piece now has the new size, rounded up; false when it is as it was
     * @throws AllocationException as {@link #release} does, or if the new size is above the old one
     */
    public synchronized boolean tryShrinkInPlace(long address, long byteSize, long newByteSize) {
        Requests.checkShrinkage(byteSize, newByteSize);
        Piece piece = piece(address, byteSize);
        long size = Alignment.alignUp(newByteSize, granularity());
        if (size == piece.byteSize()) {
            return true;
        }
        if (!piece.isWhole() || !unmap(address + size, piece.byteSize() - size)) {
            return false;
        }
        replace(piece, address, size);
        return true;
    }

    /**
     * Makes a piece larger, moving it if need be: where it is, by moving its pages, or by copying, whichever is first
     * possible and keeps what was wished for.
     *
     * @param address what {@link #obtain} returned
     * @param byteSize its size; so many bytes keep their contents
     * @param newByteSize bytes wanted, not below {@code byteSize}
     * @param alignment power of two that the result must be a multiple of
     * @return the piece's address from now on; {@link #NONE} when the system refused, and the piece is as it was
     * @throws AllocationException as {@link #release} does, or if an argument is bad
     */
    public synchronized long grow(long address, long byteSize, long newByteSize, long alignment) {
        Requests.checkGrowth(byteSize, newByteSize);
        Requests.checkBlock(newByteSize, alignment);
        Piece piece = piece(address, byteSize);
        if (Alignment.isAligned(address, alignment)) {
            long moved = resized(piece, newByteSize, false);
            if (moved == NONE && alignment <= memory.pageSize() && mapper.survivesMoves(newByteSize)) {
                moved = resized(piece, newByteSize, true);
            }
            if (moved != NONE) {
                return moved;
            }
        }
        long copy = obtain(newByteSize, alignment);
        if (copy != NONE) {
            RawAccess.copy(address, copy, byteSize);
            release(address, byteSize);
        }
        return copy;
    }

    /** Lets the system make a piece larger; its address from then on, or {@link #NONE}. */
    private long resized(Piece piece, long newByteSize, boolean mayMove) {
        long address = piece.report().address();
        if (newByteSize > MOST_BYTES) {
            lastError = VirtualMemory.ENOMEM;
            return NONE;
        }
        long size = Alignment.alignUp(newByteSize, granularity());
        if (size == piece.byteSize()) {
            return address;
        }
        if (!piece.isWhole()) {
            return NONE;
        }
        long answer = memory.remap(address, piece.byteSize(), size, mayMove);
        if (answer <= 0) {
            lastError = (int) -answer;
            return NONE;
        }
        replace(piece, answer, size);
        populate(answer, piece.byteSize(), size);
        return answer;
    }

    /** Enters a whole piece under its new place and size. */
    private void replace(Piece old, long address, long size) {
        pieces.remove(old.report().address());
        pieces.put(address, new Piece(new Range(address, size), old.report().at(address, size)));
        obtainedBytes += size - old.byteSize();
    }

    /** Makes the pages present that a growth added; a piece is populated as far as its worst part is. */
    private void populate(long address, long from, long to) {
        MappingReport report = report(address);
        if (options.wishes().contains(Wish.POPULATE)) {
            Answer answer = mapper.populate(address + from, to - from, report.pageSize());
            if (answer.outcome().compareTo(report.answer(Wish.POPULATE).outcome()) > 0) {
                note(report.answering(answer));
            }
        }
    }

    /**
     * Binds another NUMA policy to a piece that may have pages already; {@link NumaPolicy#residents()} says what
     * becomes of them.
     *
     * @param address what {@link #obtain} returned
     * @param policy the policy
     * @return what became of it: refused, with the piece's policy as it was, or granted, or fallen back when the
     *     system does not confirm the policy as it was asked
     * @throws AllocationException of kind {@code NOT_ALLOCATED} if no such piece is out, or {@code INVALID_PARAMETER}
     *     if the policy's nodes do not fit its mode
     */
    public synchronized Answer rebind(long address, NumaPolicy policy) {
        MappingReport report = report(address);
        MappingOptions checked = report.options().withPolicy(policy);
        Mapper.Bound bound = mapper.bind(address, report.byteSize(), policy);
        if (bound.answer().outcome() != Outcome.REFUSED) {
            note(report.bound(checked, bound));
        }
        return bound.answer();
    }

    /**
     * Tells what became of the wishes for a piece.
     *
     * @param address what {@link #obtain} returned
     * @return one answer for each wish
     * @throws AllocationException of kind {@code NOT_ALLOCATED} if no such piece is out
     */
    public synchronized MappingReport report(long address) {
        Piece piece = pieces.get(address);
        if (piece == null) {
            throw foreign(address);
        }
        return piece.report();
    }

    private void note(MappingReport report) {
        pieces.computeIfPresent(report.address(), (address, old) -> new Piece(old.mapped(), report));
    }

    /**
     * Tries again to unmap what the system refused to.
     *
     * @return bytes that are still mapped and belong to no piece
     */
    public synchronized long trim() {
        if (unreturned.isEmpty()) {
            return 0;
        }
        List<Range> again = List.copyOf(unreturned);
        unreturned.clear();
        again.forEach(this::giveBack);
        return unreturned.stream().mapToLong(Range::byteSize).sum();
    }

    private void giveBack(Range mapped) {
        if (unmap(mapped.start(), mapped.byteSize())) {
            obtainedBytes -= mapped.byteSize();
        } else {
            unreturned.add(mapped);
        }
    }

    private boolean unmap(long address, long byteSize) {
        int error = memory.unmap(address, byteSize);
        if (error != 0) {
            lastError = error;
        }
        return error == 0;
    }

    /** Finds the piece that is to be released or resized. */
    private Piece piece(long address, long byteSize) {
        Piece piece = pieces.get(address);
        if (piece == null) {
            throw foreign(address);
        }
        long slack = piece.byteSize() - byteSize;
        if (byteSize < 1 || slack < 0 || slack >= granularity()) {
            throw AllocationException.invalidParameter(
                    "not the size of the piece, address=" + address + ", byteSize=" + byteSize);
        }
        return piece;
    }

    private static AllocationException foreign(long address) {
        return AllocationException.notAllocated("no piece of this source, address=" + address);
    }

    @Override
    public long granularity() {
        return mapper.granularity();
    }

    @Override
    public synchronized long obtainedBytes() {
        return obtainedBytes;
    }

    /**
     * Tells where pieces come from.
     *
     * @return true for the operating system, false for the fallback on arenas
     */
    public boolean isMapped() {
        return memory.isNative();
    }

    /**
     * Returns why the system refused last.
     *
     * @return the {@code errno} of the last refused call, 0 when there was none
     */
    public synchronized int lastError() {
        return lastError;
    }
}
