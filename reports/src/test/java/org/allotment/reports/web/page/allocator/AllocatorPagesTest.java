package org.allotment.reports.web.page.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.allotment.reports.collect.heap.HeapWalks.Figures;
import org.allotment.reports.collect.heap.HeapWalks.Recorded;
import org.allotment.reports.model.document.HeapDocument;
import org.allotment.reports.model.document.HeapDocument.Bytes;
import org.allotment.reports.model.document.HeapDocument.Region;
import org.allotment.reports.model.document.HeapDocument.Walk;
import org.allotment.reports.store.read.heap.HeapRuns.HeapRun;
import org.allotment.reports.web.view.allocator.AllocatorsPage;
import org.allotment.reports.web.view.allocator.AllocatorsPage.Course;
import org.allotment.reports.web.view.allocator.AllocatorsPage.Share;
import org.allotment.reports.web.view.allocator.AllocatorsPage.Stretch;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Assets;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AllocatorPagesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final Bytes BYTES = new Bytes(1_000, 500, 100, 300, 50, 50, 7);

    /** Two rows of 64 cells and two more, of which the last ends in its middle. */
    private static final Region REGION = region();

    private static Region region() {
        List<Integer> live = new ArrayList<>(Collections.nCopies(130, 0));
        live.set(0, 16);
        live.set(64, 16);
        live.set(129, 8);
        return new Region(130 * 16 - 8, live);
    }

    @Test
    void thePictureGoesOnInTheNextRow() {
        AllocatorsPage.Region picture =
                page(walk(BYTES, 100L, REGION)).walks().getFirst().regions().getFirst();
        assertThat(picture.squares()).isEqualTo("M0.5 0.5h7v7h-7zM0.5 8.5h7v7h-7zM10 18h4v4h-4z");
        assertThat(picture.points()).contains("M508 4h0M12 12h0").endsWith("M508 12h0M4 20h0");
        assertThat(picture.height()).isEqualTo(3 * 8);
    }

    @Test
    void theLastStretchEndsWithItsRegion() {
        List<Stretch> stretches =
                page(walk(BYTES, 100L, REGION)).walks().getFirst().stretches();
        assertThat(stretches).hasSize(15);
        assertThat(stretches.get(7).name()).startsWith("region 1, from 1.01\u00a0kB");
        assertThat(stretches.getLast().bytes()).startsWith("56");
        assertThat(stretches.getLast().live()).startsWith("8");
        assertThat(stretches.getLast().share()).isEqualTo("14\u00a0%");
    }

    @Test
    void theKindsOfBytesFollowEachOtherOnTheBar() {
        List<Share> shares = page(walk(BYTES, 100L)).walks().getFirst().shares();
        assertThat(shares).extracting(Share::x).containsExactly("0.0", "300.0", "360.0", "540.0", "570.0", "0");
        assertThat(shares).extracting(Share::width).containsExactly("300.0", "60.0", "180.0", "30.0", "30.0", "0");
    }

    @Test
    void whatGrowsOnDemandIsNotSplitOff() {
        assertThat(lead(100L)).endsWith("100 B, so 67 % of what is free is split off.");
        assertThat(lead(400L)).endsWith("400 B, so 0.0 % of what is free is split off.");
        assertThat(lead(null)).endsWith("; 50 % of the source is live.");
    }

    private static String lead(@Nullable Long largestFree) {
        return page(walk(BYTES, largestFree)).walks().getFirst().lead().replace('\u00a0', ' ');
    }

    @Test
    void theCourseEndsWithTheNewestRun() {
        List<List<Figures>> past = List.of(
                List.of(new Figures("gone", BYTES, 300L), new Figures("kept", BYTES, 30L)),
                List.of(new Figures("kept", BYTES, 150L), new Figures("new", BYTES, null)));
        AllocatorsPage page = AllocatorPages.of(frame(), List.of(), recorded(walk(BYTES, 100L)), past, NOW);
        assertThat(page.courses())
                .extracting(Course::subject, Course::used, Course::split)
                .containsExactly(
                        tuple("kept", "50\u00a0%", "50\u00a0%"), tuple("new", "50\u00a0%", ""), tuple("gone", "", ""));
    }

    @Test
    void eachCellIsALine() {
        Region two = new Region(32, List.of(16, 0));
        Region one = new Region(16, List.of(8));
        assertThat(AllocatorPages.csv(recorded(walk(BYTES, 100L, two, one)))
                        .lines()
                        .skip(1))
                .containsExactly(
                        "a,w,1000,500,100,300,50,50,7,3,,100,1,1,16,16",
                        "a,w,1000,500,100,300,50,50,7,3,,100,1,2,16,0",
                        "a,w,1000,500,100,300,50,50,7,3,,100,2,1,16,8");
    }

    private static AllocatorsPage page(Walk walk) {
        return AllocatorPages.of(frame(), List.of(), recorded(walk), List.of(), NOW);
    }

    private static Recorded recorded(Walk walk) {
        return new Recorded(new HeapRun("run", "p", "main", NOW, null, null), new HeapDocument(List.of(walk)));
    }

    private static Walk walk(Bytes bytes, @Nullable Long largestFree, Region... regions) {
        return new Walk("a", "w", bytes, 3, null, largestFree, 16, List.of(regions), List.of());
    }

    private static Frame frame() {
        Assets assets = new Assets("", "", "", "", "", "", "");
        return new Frame("Allocators", "allocators", new Scope("p", "main"), List.of(), List.of(), assets, "");
    }
}
