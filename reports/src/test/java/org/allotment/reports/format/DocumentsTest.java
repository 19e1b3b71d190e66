package org.allotment.reports.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allotment.reports.Golden;
import org.allotment.reports.model.Histograms.Bucket;
import org.allotment.reports.model.State;
import org.allotment.reports.model.document.EnvironmentDocument;
import org.allotment.reports.model.document.HeapDocument;
import org.allotment.reports.model.document.JmhResult;
import org.allotment.reports.model.document.StressDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentsTest {
    private static final String ELEMENT = """
            {"benchmark": "a.B.c", "mode": "avgt", "threads": 1, "forks": 1,
             "primaryMetric": {"score": %s, "scoreUnit": "ns/op", "rawData": [[%s]]}}""";

    @Test
    void goldenJmhKeepsForksApartAndInOrder() throws IOException {
        List<JmhResult> results = jmh(Golden.bytes("jmh.json"));
        List<JmhResult> slab = results.stream()
                .filter(result ->
                        "allotment-slab".equals(result.params().values().get("subject")))
                .toList();
        assertThat(slab).hasSize(2);
        assertThat(slab.getFirst().primary().samples().asLists())
                .containsExactly(List.of(1.1023456789012345, 1.1131, 1.0987));
        assertThat(slab.getLast().primary().samples().asLists()).containsExactly(List.of(1.1301, 1.1299, 1.1275));
        assertThat(slab.getFirst().setup().vmVersion()).isEqualTo("25.0.3+9-LTS");
    }

    @Test
    void foreignJmhIsReadWithoutLoss() throws IOException {
        List<JmhResult> results = jmh(Golden.bytes("jmh-foreign.json"));
        JmhResult encode = results.getFirst();
        assertThat(encode.params().values())
                .containsEntry("charset", "UTF-8 <b>ü</b>")
                .containsEntry("text", "a&b=c");
        assertThat(encode.primary().reported().error()).isNaN();
        assertThat(encode.primary().reported().low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(encode.primary().reported().high()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(encode.primary().samples().fork(1)).containsExactly(Double.MIN_VALUE, Double.MAX_VALUE);
        assertThat(encode.secondary()).containsOnlyKeys("gc.alloc.rate.norm");
        assertThat(encode.secondary().firstEntry().getValue().samples().asLists())
                .containsExactly(List.of(128.00000000000003), List.of());
        JmhResult decode = results.getLast();
        assertThat(decode.params().values()).isEmpty();
        assertThat(decode.primary().histograms().forks().getFirst().getLast())
                .containsExactly(new Bucket(0.05, 7), new Bucket(0.1, 90));
        assertThat(decode.primary().reported().percentiles().sequencedKeySet())
                .first()
                .isEqualTo("0.0");
    }

    @Test
    void goldenStressIsReadWhole() throws IOException {
        StressDocument stress = read(new Documents().stress(stream(Golden.bytes("stress.json"))));
        assertThat(stress.tests())
                .extracting(StressDocument.Test::verdict)
                .containsExactly(State.GREEN, State.GREEN, State.RED, State.NOT_APPLICABLE, State.MISSING);
        assertThat(stress.tests().get(1).failures().getFirst().seed()).isEqualTo("123456");
        assertThat(stress.durationMillis()).isEqualTo(61234);
    }

    @Test
    void goldenEnvironmentIsReadWhole() throws IOException {
        EnvironmentDocument environment = read(new Documents().environment(stream(Golden.bytes("environment.json"))));
        assertThat(environment.run().parent()).isNull();
        assertThat(environment.machine().memoryBytes()).isEqualTo(25769803776L);
        assertThat(environment.load().before()).containsExactly(0.1, 0.2, 0.3);
        assertThat(environment.units()).hasSize(5);
        assertThat(environment.canary().steady()).isTrue();
    }

    @Test
    void goldenHeapIsReadWhole() throws IOException {
        HeapDocument heap = read(new Documents().heap(stream(Golden.bytes("heap.json"))));
        assertThat(heap.walks())
                .extracting(HeapDocument.Walk::subject)
                .containsExactly("allotment-tlsf", "allotment-shared");
        assertThat(heap.walks().getFirst().regions().getFirst().live()).containsExactly(1024, 0, 16, 16);
        assertThat(heap.walks().getFirst().freeSizes()).hasSize(3);
        assertThat(heap.walks().getLast().freeBlocks()).isNull();
        assertThat(heap.walks()).allMatch(walk -> walk.bytes().isConserved());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "allotment.heap/1 | allotment.heap/2 | format expected",
                "\"source\": 4096 | \"source\": 4097 | not conserved",
                "[1024, 0, 16, 16] | [1024, 0, 16] | cells expected=4",
                "[1024, 0, 16, 16] | [1024, 0, 16, 17] | live bytes of all cells",
                "[1024, 0, 16, 16] | [1025, 0, 16, 16] | live bytes of a cell",
                "[1024, 0, 16, 16] | [1024, 0, -1, 16] | whole number",
                "\"regions\": [ | \"regions\": [{}, | region without bytes or cells, bytes=0, cells=0",
                "\"regions\": [ | \"regions\": [{\"bytes\": 64}, | region without bytes or cells, bytes=64, cells=0",
                "\"regions\": [ | \"regions\": [{\"live\": [0]}, | region without bytes or cells, bytes=0, cells=1",
                "\"cellBytes\": 1024 | \"cellBytes\": 0 | whole number",
                "allotment-shared | allotment-tlsf | walk twice",
                "\"bytes\": 1088 | \"bytes\": 64 | sizes ascend",
                "\"count\": 2 | \"count\": 1125899906842625 | bytes of all blocks of a size",
                "\"subject\": \"allotment-tlsf\", | '' | subject"
            })
    void aHeapThatDoesNotAddUpIsRefused(String what, String by, String why) throws IOException {
        String golden = new String(Golden.bytes("heap.json"), StandardCharsets.UTF_8);
        String spoiled = golden.replaceFirst(Pattern.quote(what), by);
        assertThat(spoiled).isNotEqualTo(golden);
        assertThat(new Documents().heap(stream(spoiled.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.problem().message()).contains(why));
    }

    @Test
    void aWalkHasOnlySoManyRegionsAndCells() throws IOException {
        String region = "{\"bytes\": 16, \"live\": [0]}";
        assertThat(read(new Documents().heap(walkOf(region, HeapDocument.MOST_CELLS)))
                        .walks()
                        .getFirst()
                        .regions())
                .hasSize(HeapDocument.MOST_CELLS);
        assertRefused(walkOf(region, HeapDocument.MOST_CELLS + 1), "too many regions, max=4096");
        // Cells of earlier regions count.
        String wide = "{\"bytes\": 32, \"live\": [0, 0]}";
        assertRefused(walkOf(wide, HeapDocument.MOST_CELLS / 2 + 1), "too many cells, max=4096");
    }

    @Test
    void aHeapHasOnlySoManyWalksAndSizes() throws IOException {
        assertThat(read(new Documents().heap(walks(HeapDocument.MOST_WALKS))).walks())
                .hasSize(HeapDocument.MOST_WALKS);
        assertRefused(walks(HeapDocument.MOST_WALKS + 1), "too many walks, max=16");
        assertThat(read(new Documents().heap(sizes(HeapDocument.MOST_SIZES)))
                        .walks()
                        .getFirst()
                        .freeSizes())
                .hasSize(HeapDocument.MOST_SIZES);
        assertRefused(sizes(HeapDocument.MOST_SIZES + 1), "too many sizes, max=1024");
    }

    private static InputStream walks(int count) {
        return heap(IntStream.range(0, count)
                .mapToObj(each -> "{\"subject\": \"a" + each + "\", \"cellBytes\": 16, \"bytes\": {}}"));
    }

    private static InputStream sizes(int count) {
        String sizes = IntStream.rangeClosed(1, count)
                .mapToObj(bytes -> "{\"bytes\": " + bytes + ", \"count\": 1}")
                .collect(Collectors.joining(","));
        return heap(
                Stream.of("{\"subject\": \"a\", \"cellBytes\": 16, \"bytes\": {}, \"freeSizes\": [" + sizes + "]}"));
    }

    private static InputStream heap(Stream<String> walks) {
        return stream(
                ("{\"format\": \"allotment.heap/1\", \"walks\": [" + walks.collect(Collectors.joining(",")) + "]}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(InputStream document, String why) throws IOException {
        assertThat(new Documents().heap(document))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.problem().message()).contains(why));
    }

    private static InputStream walkOf(String region, int times) {
        String regions = String.join(",", Collections.nCopies(times, region));
        return stream(("{\"format\": \"allotment.heap/1\", \"walks\": [{\"subject\": \"a\", \"cellBytes\": 16,"
                        + " \"bytes\": {}, \"regions\": [" + regions + "]}]}")
                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyNumberIsTheDoubleOfItsToken() throws IOException {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isFinite(value)) {
                continue;
            }
            String token = i % 2 == 0 ? Double.toString(value) : new BigDecimal(value).toEngineeringString();
            if (token.length() > Limits.NUMBER_LENGTH) {
                continue;
            }
            double read = score(token);
            assertThat(Double.doubleToRawLongBits(read))
                    .as("token=%s", token)
                    .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(token)));
        }
    }

    @Test
    void negativeZeroAndWholeNumbersAreDoublesToo() throws IOException {
        assertThat(Double.doubleToRawLongBits(score("-0.0"))).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(score("9007199254740993")).isEqualTo(9007199254740992.0);
    }

    @Test
    void absentParametersAndRawDataAreEmpty() throws IOException {
        JmhResult result = jmh("""
                [{"benchmark": "a.B.c", "mode": "ss", "primaryMetric": {"score": 1, "scoreUnit": "s/op"}}]""".getBytes(StandardCharsets.UTF_8)).getFirst();
        assertThat(result.params().values()).isEmpty();
        assertThat(result.primary().samples().forks()).isZero();
        assertThat(result.primary().forkValues()).containsExactly(1.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "{}",
                "[]",
                "null",
                "42",
                "[{}]",
                "[null]",
                "[[]]",
                "[{\"benchmark\": 1}]",
                "[{\"benchmark\": \"a\", \"benchmark\": \"b\"}]",
                "[{\"benchmark\": \"a\", \"mode\": \"avgt\", \"threads\": 0}]",
                "[{\"benchmark\": \"a\", \"mode\": \"fast\"}]",
                "[{\"benchmark\": \"a\\u0000\", \"mode\": \"avgt\"}]",
                "[{\"benchmark\": \"a\\ud800\", \"mode\": \"avgt\"}]",
                "[{\"benchmark\": \"\", \"mode\": \"avgt\"}]",
                "[1e400]",
                "[{\"threads\": 1.5}]",
                "[{\"threads\": 99999999999999999999999}]",
                "[{\"params\": {\"a\": 1}}]",
                "[NaN]",
                "[] []",
                "[{\"secondaryMetrics\": []}]"
            })
    void whatIsNotJmhIsAProblemWithAPlace(String text) throws IOException {
        Parsed<List<JmhResult>> parsed = new Documents().jmh(stream(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused ->
                                assertThat(refused.problem().where()).matches("(/.*)? ?\\(line \\d+, column \\d+\\)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1, \"x\"|/0/primaryMetric/rawData/0/1",
                "1, null|/0/primaryMetric/rawData/0/1",
                "true|/0/primaryMetric/rawData/0/0",
                "1, 1e999|/0/primaryMetric/rawData/0/1",
                "[]|/0/primaryMetric/rawData/0/0"
            })
    void aWrongSampleIsNamedByItsPointer(String iterations, String pointer) throws IOException {
        String text = "[" + ELEMENT.formatted("1.0", iterations) + "]";
        Parsed<List<JmhResult>> parsed = new Documents().jmh(stream(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.problem().where()).startsWith(pointer + " (line 2, column "));
    }

    @Test
    void anUnknownFormatIsToldApart() throws IOException {
        Parsed<StressDocument> parsed =
                new Documents().stress(stream("{\"format\": \"allotment.stress/2\"}".getBytes(StandardCharsets.UTF_8)));
        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.problem().kind()).isEqualTo(ParseProblem.Kind.UNKNOWN_FORMAT));
    }

    @Test
    void aDotAndNoDotOfOneMetricCannotBothBe() throws IOException {
        String metric = "{\"score\": 1, \"scoreUnit\": \"B/op\"}";
        String text = """
                [{"benchmark": "a.B.c", "mode": "ss", "primaryMetric": %s,
                  "secondaryMetrics": {"·gc.alloc.rate.norm": %s, "gc.alloc.rate.norm": %s}}]""".formatted(metric, metric, metric);
        assertThat(new Documents().jmh(stream(text.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Parsed.Refused.class);
    }

    /** Every cut of a document is refused, and none throws. */
    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Golden.bytes("jmh-foreign.json");
        int end = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf(']');
        for (int length = 0; length <= end; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(new Documents().jmh(stream(cut))).as("length=%d", length).isInstanceOf(Parsed.Refused.class);
        }
    }

    /** Whatever bytes change, the answer is a value. */
    @Test
    void mutatedDocumentsAreReadOrRefusedButNeverThrow() throws IOException {
        long seed = 20261122;
        Random random = new Random(seed);
        for (String name : new String[] {"jmh-foreign.json", "stress.json", "environment.json"}) {
            byte[] whole = Golden.bytes(name);
            for (int i = 0; i < 2_000; i++) {
                byte[] mutated = whole.clone();
                for (int k = random.nextInt(4); k >= 0; k--) {
                    mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
                }
                assertThat(any(name, mutated))
                        .as("seed=%d, name=%s, i=%d", seed, name, i)
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"rawData\": [[%s0]]",
                "\"rawData\": [%s[]]",
                "\"rawDataHistogram\": [[[%s[0, 1]]]]",
                "\"unknown\": {%s\"last\": 0}",
                "\"scorePercentiles\": {%s\"100\": 0}"
            })
    void whatWouldFillTheHeapIsTooLarge(String field) throws IOException {
        assertThat(new Documents(500, 10_000).jmh(metric(field, 20))).isInstanceOf(Parsed.Document.class);
        assertThat(new Documents(500, 10_000).jmh(metric(field, 500)))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.problem().kind()).isEqualTo(ParseProblem.Kind.TOO_LARGE));
    }

    @Test
    void theDocumentsOfOneUploadShareWhatIsKept() throws IOException {
        Documents documents = new Documents(500, 10_000);
        assertThat(documents.jmh(metric("\"rawData\": [[%s0]]", 300))).isInstanceOf(Parsed.Document.class);
        assertThat(documents.jmh(metric("\"rawData\": [[%s0]]", 300))).isInstanceOf(Parsed.Refused.class);
        String text = "[{\"benchmark\": \"a.B.c\", \"jvmArgs\": [\"" + "x".repeat(20_000) + "\"]}]";
        assertThat(new Documents(500, 10_000).jmh(stream(text.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.problem().kind()).isEqualTo(ParseProblem.Kind.TOO_LARGE));
    }

    /** An element whose metric has one more field, filled as often as asked. */
    private static ByteArrayInputStream metric(String field, int times) {
        String filler = field.contains("Histogram") ? "[0, 1]," : field.contains("[%s[]") ? "[]," : "0,";
        StringBuilder fill = new StringBuilder();
        for (int i = 0; i < times; i++) {
            fill.append(field.contains("{") ? "\"" + i + "x\": 0," : filler);
        }
        String element = "[{\"benchmark\": \"a.B.c\", \"mode\": \"avgt\", \"primaryMetric\": {\"score\": 1,"
                + " \"scoreUnit\": \"ns/op\", " + field.formatted(fill) + "}}]";
        return stream(element.getBytes(StandardCharsets.UTF_8));
    }

    private static Parsed<?> any(String name, byte[] bytes) throws IOException {
        return switch (name) {
            case "stress.json" -> new Documents().stress(stream(bytes));
            case "environment.json" -> new Documents().environment(stream(bytes));
            default -> new Documents().jmh(stream(bytes));
        };
    }

    private static double score(String token) throws IOException {
        String text = "[" + ELEMENT.formatted(token, token) + "]";
        JmhResult result = jmh(text.getBytes(StandardCharsets.UTF_8)).getFirst();
        double score = result.primary().reported().score();
        assertThat(Double.doubleToRawLongBits(result.primary().samples().fork(0)[0]))
                .isEqualTo(Double.doubleToRawLongBits(score));
        return score;
    }

    private static List<JmhResult> jmh(byte[] bytes) throws IOException {
        return read(new Documents().jmh(stream(bytes)));
    }

    private static <T> T read(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Document<T>(T value) -> value;
            case Parsed.Refused<T>(ParseProblem problem) -> throw new AssertionError(problem.toString());
        };
    }

    private static ByteArrayInputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
