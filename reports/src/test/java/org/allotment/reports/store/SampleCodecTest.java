package org.allotment.reports.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.Arrays;
import org.allotment.reports.model.Samples;
import org.junit.jupiter.api.Test;

final class SampleCodecTest {
    private static final double ODD_NAN = Double.longBitsToDouble(0x7ff8_0000_0000_1234L);

    private static final double[][] FORKS = {
        {1.5, ODD_NAN, -0.0}, {}, {Double.MIN_VALUE, Double.NEGATIVE_INFINITY},
    };

    @Test
    void samplesComeBackBitByBit() {
        byte[] bytes = SampleCodec.encode(Samples.of(FORKS));
        assertThat(bytes).hasSize(4 + 3 * 4 + 5 * 8);
        assertThat(bytes).startsWith(0, 0, 0, 3, 0, 0, 0, 3, 0x3f, 0xf8);
        Samples read = SampleCodec.samples(bytes);
        assertThat(SampleCodec.encode(read)).isEqualTo(bytes);
        assertThat(read.forkMeans()).hasSize(2).endsWith(Double.NEGATIVE_INFINITY);
    }

    @Test
    void whateverIsCutShortSaysSo() {
        byte[] bytes = SampleCodec.encode(Samples.of(FORKS));
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> SampleCodec.samples(part))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("sample bytes are cut short, bytes=" + length);
        }
    }
}
