package org.allotment.reports.web.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PagingTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, '', ''",
        "7, 0, 0, '', ''",
        "0, 500, 500, '', ''",
        "0, 501, 1–500 of 501, '', 1",
        "1, 501, 501–501 of 501, 0, ''",
        "9, 501, 501–501 of 501, 0, ''",
        "1, 1201, '501–1,000 of 1,201', 0, 2",
        "999999, 1201, '1,001–1,201 of 1,201', 1, ''",
    })
    void aTableAtHandIsShownInParts(int asked, int total, String range, String previous, String next) {
        Paging paging = Paging.of(asked, 500, total);
        assertThat(paging.range()).isEqualTo(range);
        assertThat(paging.previous(Integer::toString)).isEqualTo(previous);
        assertThat(paging.next(Integer::toString)).isEqualTo(next);
    }

    @Test
    void everyRowIsInOnePart() {
        List<Integer> all = IntStream.range(0, 1_201).boxed().toList();
        assertThat(IntStream.range(0, 3)
                        .mapToObj(page -> Paging.of(page, 500, all.size()).of(all))
                        .flatMap(List::stream))
                .isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 runs", "1, 1 run", "50, 50 runs", "51, 1–50 of 51 runs"})
    void thingsHaveAName(int total, String range) {
        assertThat(Paging.of(0, 50, total).range("run")).isEqualTo(range);
    }
}
