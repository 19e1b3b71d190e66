package org.allotment.reports.web.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {

    @ParameterizedTest
    @CsvSource({
        "1.1047152, ns/op, 1.10 ns/op",
        "12.34, ns/op, 12.3 ns/op",
        "999.4, ns/op, 999 ns/op",
        "999.96, ns/op, 1.00 µs/op",
        "1234567, ns/op, 1.23 ms/op",
        "0.0123, ns/op, 0.0123 ns/op",
        "0.1, ms/op, 100 µs/op",
        "2.5, s/op, 2.50 s/op",
        "12345678.9, ops/s, 12.3 M ops/s",
        "0.5, ops/us, 500 k ops/s",
        "128.00000000000003, B/op, 128 B/op",
        "25769803776, B, 25.8 GB",
        "512, MB/sec, 512 MB/s",
        "3, counts, 3.00 counts",
        "42, ms, 42.0 ms",
        "-1.5, ns/op, −1.50 ns/op",
        "0, ns/op, 0 ns/op",
        "7, #/op, 7.00 #/op",
    })
    void valuesReadWithThreeDigitsInAUnitOfTheirSize(double value, String unit, String expected) {
        assertThat(Scale.of(value, unit).text(value).replace('\u00a0', ' ')).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"ns/op, true", "B/op, true", "MB/sec, true", "counts, true", "ops/s, false", "°C, false"})
    void timesSizesAndCountsAreNeverNegative(String unit, boolean expected) {
        assertThat(Scale.isAmount(unit)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, NaN",
        "Infinity, ∞",
        "-Infinity, −∞",
        "5e-324, 4.94 × 10⁻³²⁴",
        "1.7976931348623157e308, 1.80 × 10³⁰⁸",
        "3e-7, 3.00 × 10⁻⁷"
    })
    void extremesStillRead(double value, String expected) {
        assertThat(Scale.digits(value).replace('\u00a0', ' ')).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"950, 900, 1100, 900 – 1100", "1.2e6, 0.9e6, 1.5e6, 0.900 – 1.50"})
    void anIntervalKeepsTheUnitOfItsValue(double value, double low, double high, String expected) {
        assertThat(Scale.of(value, "ns/op").range(low, high).replace("\u2009", " "))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"NaN, ns/op", "Infinity, ops/s", "0, B/op", "1, ''", "1, /", "1, ops/", "1, ops/fortnight"})
    void whateverIsUploadedHasAText(double value, String unit) {
        assertThat(Scale.of(value, unit).text(value)).isNotEmpty();
    }
}
