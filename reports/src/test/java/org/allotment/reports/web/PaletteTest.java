package org.allotment.reports.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every pair of colours that carries text reaches the contrast of WCAG 2.2 AA in both schemes. */
class PaletteTest {

    private static final Pattern COLOUR =
            Pattern.compile("--([a-z-]+): light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)");
    private static final Map<String, String[]> PALETTE = palette();

    @ParameterizedTest
    @CsvSource({
        "ink, page",
        "ink, surface",
        "ink, raised",
        "muted, page",
        "muted, surface",
        "muted, raised",
        "accent, page",
        "accent, surface",
        "accent, raised",
        "surface, accent",
        "surface, ink",
        "good, surface",
        "good, raised",
        "good, good-wash",
        "warn, surface",
        "warn, raised",
        "warn, warn-wash",
        "bad, surface",
        "bad, raised",
        "bad, bad-wash",
        "lost, surface",
        "lost, raised",
        "lost, lost-wash",
        "calm, surface",
        "calm, calm-wash",
        "ink, good-wash",
        "ink, warn-wash",
        "ink, bad-wash",
        "ink, lost-wash",
        "ink, calm-wash",
        "muted, calm-wash",
    })
    void textStandsOutFromItsGround(String text, String ground) {
        assertThat(contrast(text, ground, 0)).as("light").isGreaterThanOrEqualTo(4.5);
        assertThat(contrast(text, ground, 1)).as("dark").isGreaterThanOrEqualTo(4.5);
    }

    @ParameterizedTest
    @CsvSource({"edge, page", "edge, surface", "accent, page", "accent, surface"})
    void edgesOfControlsAndFocusStandOut(String edge, String ground) {
        assertThat(contrast(edge, ground, 0)).as("light").isGreaterThanOrEqualTo(3);
        assertThat(contrast(edge, ground, 1)).as("dark").isGreaterThanOrEqualTo(3);
    }

    private static double contrast(String first, String second, int scheme) {
        double a = luminance(colour(first, scheme));
        double b = luminance(colour(second, scheme));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static int colour(String name, int scheme) {
        String[] pair = PALETTE.get(name);
        if (pair == null) {
            throw new IllegalArgumentException("colour is not in the sheet, name=" + name);
        }
        return Integer.parseInt(pair[scheme].substring(1), 16);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static Map<String, String[]> palette() {
        try {
            String sheet = Files.readString(
                    Path.of("src/main/resources/META-INF/resources/assets/allotment.css"), StandardCharsets.UTF_8);
            Map<String, String[]> colours = new HashMap<>();
            Matcher matcher = COLOUR.matcher(sheet);
            while (matcher.find()) {
                colours.put(matcher.group(1), new String[] {matcher.group(2), matcher.group(3)});
            }
            return colours;
        } catch (IOException e) {
            throw new IllegalStateException("the sheet cannot be read", e);
        }
    }
}
