package org.allotment.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.allotment.core.page.PageCapacity;
import org.junit.jupiter.api.Test;

final class SelectionTest {
    @Test
    void theDefaultIsTheSeedsDefaultFeature() {
        assertThat(EngineCatalog.preset("default").engines()).containsExactly("page");
        assertThat(EngineCatalog.preset("default").capacity()).isEqualTo(EngineCatalog.capacity("page-alloc-256m"));
        assertThat(Selection.of("default")).isEqualTo(Selection.of("page-alloc-256m"));
    }

    @Test
    void fullHoldsTheSeedsFullFeatureAndEverythingElse() {
        assertThat(EngineCatalog.preset("full").engines()).contains("page", "tlsf", "slab", "buddy", "adapt");
        assertThat(EngineCatalog.preset("full").capacity()).isEqualTo(PageCapacity.MIB_256);
        assertThat(Selection.of("full").engines()).isEqualTo(EngineCatalog.entries());
    }

    @Test
    void theSeedsFeaturesAreUnderstood() {
        String[] features = {"bitmap", "tlsf", "slab", "buddy", "allocator_api", "page-alloc-256m"};
        assertThat(Selection.of(features)).isEqualTo(Selection.of("page", "tlsf", "slab", "buddy", "adapt"));
        assertThat(Selection.of("full").engines())
                .containsAll(Selection.of(features).engines());
    }

    @Test
    void capacitiesHaveTheSeedsNames() {
        assertThat(EngineCatalog.capacities())
                .containsEntry("page-alloc-256m", PageCapacity.MIB_256)
                .containsEntry("page-alloc-4g", PageCapacity.GIB_4)
                .containsEntry("page-alloc-64g", PageCapacity.GIB_64)
                .containsEntry("page-alloc-1t", PageCapacity.TIB_1)
                .containsValues(PageCapacity.values())
                .hasSize(PageCapacity.values().length);
    }

    @Test
    void namesAddUpAndTheLargestCapacityWins() {
        Selection selection = Selection.of("page-alloc-64g", "tlsf", "default", "page-alloc-4g", "tlsf", "bump");
        assertThat(selection.engines()).extracting(EngineEntry::name).containsExactly("bump", "tlsf", "page");
        assertThat(selection.capacity()).isEqualTo(PageCapacity.GIB_64);
        assertThat(selection.holds("tlsf")).isTrue();
        assertThat(selection.holds("tls")).isFalse();
        assertThat(Selection.of().engines()).isEmpty();
    }

    @Test
    void oneWordSelectsOnlyIfItIsANameAsAWhole() {
        assertThat(Selection.named("tlsf")).contains(Selection.of("tlsf"));
        assertThat(Selection.named("full")).contains(Selection.of("full"));
        for (String other : new String[] {"tlsf|slab", "TLSF", "tls", "", "tlsf-trusting", "page-alloc-4g", "."}) {
            assertThat(Selection.named(other)).as(other).isEmpty();
        }
    }
}
