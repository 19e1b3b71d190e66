package org.allotment.harness.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a dashboard refuses never leaves this machine. */
class HeapCheckTest {
    private static final Path GOLDEN = Path.of("../docs/golden/heap.json");

    @TempDir
    private Path folder;

    private Path changed(String from, String to) throws IOException {
        var golden = Files.readString(GOLDEN);
        assertThat(golden).contains(from);
        return Files.writeString(folder.resolve("heap.json"), golden.replace(from, to));
    }

    @Test
    void theGoldenDocumentAndThatOfTheChildAreSound() throws IOException {
        HeapCheck.require(GOLDEN);
        var made = folder.resolve("made.json");
        HeapMain.main(made.toString());
        assertThatCode(() -> HeapCheck.require(made)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "allotment.heap/1 | allotment.heap/2 | format expected=allotment.heap/1",
                "\"lost\": 16 | \"lost\": 17 | bytes are not conserved, source=4096, sum=4097",
                "\"source\": 4096 | \"source\": 4096.0 | whole number expected, name=source",
                "\"live\": 1056 | \"live\": \"1056\" | whole number expected, name=live",
                "\"javaHeap\": 2048 | \"javaHeap\": -1 | out of range, name=javaHeap",
                "[1024, 0, 16, 16] | [1024, 0, 16, 15] | live bytes of all cells, subject=allotment-tlsf",
                "[1024, 0, 16, 16] | [1025, 0, 16, 15] | out of range, name=cell, found=1025",
                "[1024, 0, 16, 16] | [1024, 0, 32] | cells of a region, expected=4, found=3",
                "\"cellBytes\": 1024 | \"cellBytes\": 0 | out of range, name=cellBytes",
                "\"bytes\": 4000 | \"bytes\": 0 | out of range, name=bytes",
                "\"bytes\": 1088 | \"bytes\": 64 | out of range, name=bytes, found=64, min=65",
                "\"count\": 2 | \"count\": null | whole number expected, name=count",
                "\"count\": 2 | \"count\": 1125899906842625 | out of range, name=count, found=1125899906842625",
                "\"liveBlocks\": 7 | \"liveBlocks\": 1e400 | whole number expected, name=liveBlocks",
                "\"largestFree\": 1500 | \"largestFree\": 72057594037927937 | out of range, name=largestFree",
                "\"freeBlocks\": 4 | \"freeBlocks\": 9223372036854775808 | whole number expected, name=freeBlocks",
                "allotment-shared | allotment-tlsf | each once, subject=allotment-tlsf",
                "\"allotment-shared\" | 7 | text expected, name=subject",
                "allotment-shared | \\u0000 | text expected, name=subject",
                "allotment-shared | \\ud800 | text expected, name=subject",
                "\"regions\" | \"places\" | array expected, name=regions",
                "\"walks\" | \"paths\" | array expected, name=walks",
            })
    void whatDoesNotAddUpIsNamed(String from, String to, String reason) throws IOException {
        var file = changed(from, to);
        assertThatThrownBy(() -> HeapCheck.require(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void whatIsMoreThanTheFormatAllowsIsRefused() throws IOException {
        var sizes = new StringBuilder("{\"bytes\": 1, \"count\": 1}");
        for (var size = 2; size <= 1_025; size++) {
            sizes.append(", {\"bytes\": ").append(size).append(", \"count\": 1}");
        }
        var many = changed("\"freeSizes\": []", "\"freeSizes\": [" + sizes + "]");
        assertThatThrownBy(() -> HeapCheck.require(many))
                .hasMessageContaining("name=freeSizes, elements=1025, max=1024");
        var cells = String.join(", ", Collections.nCopies(4_095, "0"));
        var large = changed(
                "{\"bytes\": 1024, \"live\": [1024]}, {", "{\"bytes\": 4194304, \"live\": [1024, " + cells + "]}, {");
        assertThatThrownBy(() -> HeapCheck.require(large)).hasMessageContaining("name=live, elements=1, max=0");
        var walks = changed("\"walks\": [", "\"walks\": [" + String.join(", ", Collections.nCopies(15, "{}")) + ", ");
        assertThatThrownBy(() -> HeapCheck.require(walks)).hasMessageContaining("name=walks, elements=17, max=16");
        var long8 = changed("\"walks\"", " ".repeat(8 << 20) + "\"walks\"");
        assertThatThrownBy(() -> HeapCheck.require(long8)).hasMessageContaining("document too long, bytes=");
        var none = Files.writeString(folder.resolve("none.json"), "{\"format\": \"allotment.heap/1\", \"walks\": []}");
        assertThatThrownBy(() -> HeapCheck.require(none)).hasMessageContaining("walk expected, walks=0");
    }
}
