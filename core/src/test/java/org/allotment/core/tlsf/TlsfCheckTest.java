package org.allotment.core.tlsf;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.allotment.core.memory.RawAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each invariant is broken by hand once, and the check must name it. */
final class TlsfCheckTest {
    private static final int HEADER = TlsfLayout.HEADER_BYTES;

    private final TlsfFixture fixture = new TlsfFixture();
    private TlsfAllocator allocator;

    /** Live block; free block of 35,024 bytes; live block; quick block of 112 bytes; live block; large free rest. */
    private long live;

    private long free;
    private long quick;

    @BeforeEach
    void build() {
        allocator = fixture.over(1 << 16, TlsfOptions.DEFAULT);
        live = allocator.allocate(100, 16);
        free = allocator.allocate(35_000, 16);
        allocator.allocate(100, 16);
        quick = allocator.allocate(112, 16);
        allocator.allocate(100, 16);
        allocator.free(free);
        allocator.largestFree();
        allocator.free(quick);
        TlsfCheck.verify(allocator);
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    private void assertBroken(String invariant) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> TlsfCheck.verify(allocator))
                .withMessageStartingWith(invariant + " ")
                .withMessageMatching("(?s).*\\w+=\\S+$");
    }

    private static void add(long address, long delta) {
        RawAccess.putLong(address, RawAccess.getLong(address) + delta);
    }

    private TlsfIndex index() {
        return allocator.heap().engine.index;
    }

    private int listOfFree() {
        return TlsfLayout.listOf(TlsfEngine.bytesOf(free - HEADER));
    }

    @Test
    void acceptsWhatIsWhole() {
        assertThatCode(() -> TlsfCheck.verify(allocator)).doesNotThrowAnyException();
    }

    @Test
    void i1SeesASizeThatLeavesTheRegion() {
        add(live - HEADER, 1L << 20);
        assertBroken("I1");
    }

    @Test
    void i1SeesAnUnknownFlag() {
        add(live - HEADER, 8);
        assertBroken("I1");
    }

    @Test
    void i1SeesALostSentinel() {
        add(allocator.heap().regions.all()[0].sentinel, -TlsfLayout.SENTINEL);
        assertBroken("I1");
    }

    @Test
    void i2SeesAWrongPreviousPhysicalBlock() {
        add(quick - HEADER + TlsfLayout.PREVIOUS_PHYSICAL, -32);
        assertBroken("I2");
    }

    @Test
    void i2SeesAWrongPreviousPhysicalBlockInTheSentinel() {
        add(allocator.heap().regions.all()[0].sentinel + TlsfLayout.PREVIOUS_PHYSICAL, 32);
        assertBroken("I2");
    }

    @Test
    void i3SeesFreeNeighbours() {
        add(live - HEADER, -TlsfLayout.USED);
        assertBroken("I3");
    }

    @Test
    void i4SeesAFreeBlockThatIsInNoList() {
        index().heads[listOfFree()] = 0;
        assertBroken("I4");
    }

    @Test
    void i4SeesAFreeBlockInTheListOfAnotherSize() {
        index().heads[listOfFree()] = 0;
        index().heads[listOfFree() + 1] = free - HEADER;
        assertBroken("I4");
    }

    @Test
    void i4SeesAUsedBlockInAList() {
        index().heads[5] = live - HEADER;
        assertBroken("I4");
    }

    @Test
    void i4SeesAListThatRunsInACircle() {
        RawAccess.putLong(free - HEADER + TlsfLayout.NEXT_FREE, free - HEADER);
        assertBroken("I4");
    }

    @Test
    void i5SeesLinksThatDisagree() {
        long first = allocator.allocate(8_192, 16);
        long wall = allocator.allocate(16, 16);
        long second = allocator.allocate(8_192, 16);
        allocator.allocate(16, 16);
        allocator.free(first);
        allocator.free(second);
        allocator.largestFree();
        TlsfCheck.verify(allocator);
        RawAccess.putLong(second - HEADER + TlsfLayout.PREVIOUS_FREE, wall - HEADER);
        assertBroken("I5");
    }

    @Test
    void i6SeesASecondLevelBitWithoutAList() {
        index().second[3] ^= 1;
        assertBroken("I6");
    }

    @Test
    void i6SeesAListWithoutItsFirstLevelBit() {
        index().first = 0;
        assertBroken("I6");
    }

    @Test
    void i7SeesAQuickListOfAnotherSize() {
        long[] heads = allocator.heap().quick;
        heads[5] = heads[4];
        heads[4] = TlsfQuick.limit(4);
        assertBroken("I7");
    }

    @Test
    void i7SeesAFreeBlockInAQuickList() {
        add(quick - HEADER, -TlsfLayout.USED);
        index().insert(quick - HEADER, 128);
        assertBroken("I7");
    }

    @Test
    void i7SeesACountThatIsWrong() {
        allocator.heap().quick[4]++;
        assertBroken("I7");
    }

    @Test
    void i8SeesALiveBlockWithoutItsMark() {
        allocator.heap().regions.all()[0].unmark(live);
        assertBroken("I8");
    }

    @Test
    void i8SeesAMarkOfAnotherSize() {
        allocator.heap().regions.all()[0].mark(live, 5);
        assertBroken("I8");
    }

    @Test
    void i8SeesAMarkInsideABlock() {
        allocator.heap().regions.all()[0].mark(live + 32, 1);
        assertBroken("I8");
    }

    @Test
    void i8SeesAMarkOfAWaitingBlock() {
        allocator.heap().regions.all()[0].mark(quick, 4);
        assertBroken("I8");
    }

    @Test
    void i9SeesAMiscount() {
        allocator.heap().engine.usedBytes += 32;
        assertBroken("I9");
    }

    @Test
    void i9SeesAMiscountOfBlocks() {
        allocator.heap().engine.blocks--;
        assertBroken("I9");
    }

    @Test
    void i10SeesMissingBytes() {
        allocator.heap().engine.blockBytes -= 32;
        assertBroken("I10");
    }
}
