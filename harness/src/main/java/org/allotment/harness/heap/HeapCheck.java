package org.allotment.harness.heap;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.allotment.harness.result.Documents;

/**
 * Whether a document is one that a dashboard takes: it refuses a whole night for one figure that does not add up. The JSON
 * is looked at as it is, because reading it into records would make a figure of what is none.
 */
public final class HeapCheck {
    private static final List<String> PARTS = List.of("live", "metadata", "free", "quarantined", "lost");
    /** All walks, cells and sizes that are allowed fit well. */
    private static final long MOST_FILE_BYTES = 8L << 20;

    private static final int MOST_WALKS = 16;
    private static final int MOST_CELLS = 4_096;
    private static final int MOST_SIZES = 1_024;
    private static final int MOST_CHARACTERS = 512;
    private static final int SHOWN = 40;
    private static final long LEAST_CELL = 16;
    private static final long LARGEST_CELL = 1L << 30;
    /** Six of them still fit a long. */
    private static final long MOST_BYTES = 1L << 56;

    private HeapCheck() {}

    /**
     * Reads a document and adds it up.
     *
     * @throws IOException if the file cannot be read or is no {@value HeapDocument#FORMAT} that adds up
     */
    public static void require(Path file) throws IOException {
        var length = Files.size(file);
        if (length > MOST_FILE_BYTES) {
            throw new IOException("document too long, bytes=" + length + ", max=" + MOST_FILE_BYTES);
        }
        var document = Documents.tree(Files.readString(file));
        var format = document.path("format");
        if (!format.isTextual() || !format.asText().equals(HeapDocument.FORMAT)) {
            throw new IOException("format expected=" + HeapDocument.FORMAT + ", found=" + shortened(format.toString()));
        }
        var names = new HashSet<String>();
        for (var walk : elements(document, "walks", MOST_WALKS)) {
            walk(walk, names);
        }
        if (names.isEmpty()) {
            throw new IOException("walk expected, walks=0");
        }
    }

    private static void walk(JsonNode walk, Set<String> names) throws IOException {
        var subject = text(walk.path("subject"), "subject");
        var workload = absent(walk.path("workload")) ? "" : text(walk.path("workload"), "workload");
        if (subject.isEmpty() || !names.add(subject + '\n' + workload)) {
            throw new IOException("name of a walk expected, and each once, subject=" + shortened(subject));
        }
        whole(walk, "liveBlocks", 0, Long.MAX_VALUE);
        if (!absent(walk.path("freeBlocks"))) {
            whole(walk, "freeBlocks", 0, Long.MAX_VALUE);
        }
        if (!absent(walk.path("largestFree"))) {
            whole(walk, "largestFree", 0, MOST_BYTES);
        }
        conserved(walk.path("bytes"));
        var live = cells(walk);
        if (live != walk.path("bytes").path("live").longValue()) {
            throw new IOException("live bytes of all cells, subject=" + shortened(subject) + ", expected="
                    + walk.path("bytes").path("live") + ", found=" + live);
        }
        sizes(walk);
    }

    private static void conserved(JsonNode bytes) throws IOException {
        var sum = 0L;
        for (var part : PARTS) {
            sum += whole(bytes, part, 0, MOST_BYTES);
        }
        whole(bytes, "javaHeap", 0, MOST_BYTES);
        var source = whole(bytes, "source", 0, MOST_BYTES);
        if (source != sum) {
            throw new IOException("bytes are not conserved, source=" + source + ", sum=" + sum);
        }
    }

    private static long cells(JsonNode walk) throws IOException {
        var cellBytes = whole(walk, "cellBytes", LEAST_CELL, LARGEST_CELL);
        var live = 0L;
        var room = MOST_CELLS;
        for (var region : elements(walk, "regions", MOST_CELLS)) {
            var cells = elements(region, "live", room);
            room -= cells.size();
            var expected = (whole(region, "bytes", 1, MOST_BYTES) + cellBytes - 1) / cellBytes;
            if (cells.size() != expected) {
                throw new IOException("cells of a region, expected=" + expected + ", found=" + cells.size());
            }
            for (var cell : cells) {
                live += figure(cell, "cell", 0, cellBytes);
            }
        }
        return live;
    }

    private static void sizes(JsonNode walk) throws IOException {
        var before = 0L;
        for (var size : elements(walk, "freeSizes", MOST_SIZES)) {
            before = whole(size, "bytes", before + 1, MOST_BYTES);
            whole(size, "count", 0, MOST_BYTES / before);
        }
    }

    private static JsonNode elements(JsonNode parent, String name, int most) throws IOException {
        var array = parent.path(name);
        if (!array.isArray() || array.size() > most) {
            throw new IOException("array expected, name=" + name + ", elements=" + array.size() + ", max=" + most);
        }
        return array;
    }

    private static long whole(JsonNode parent, String name, long least, long most) throws IOException {
        return figure(parent.path(name), name, least, most);
    }

    private static long figure(JsonNode value, String name, long least, long most) throws IOException {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IOException("whole number expected, name=" + name + ", found=" + shortened(value.toString()));
        }
        var figure = value.longValue();
        if (figure < least || figure > most) {
            throw new IOException("whole number out of range, name=" + name + ", found=" + figure + ", min=" + least
                    + ", max=" + most);
        }
        return figure;
    }

    /** Text that every store can keep: no NUL, no half of a surrogate pair. */
    private static String text(JsonNode value, String name) throws IOException {
        var text = value.textValue();
        if (text == null || text.length() > MOST_CHARACTERS || text.codePoints().anyMatch(HeapCheck::isNoCharacter)) {
            throw new IOException("text expected, name=" + name + ", found=" + shortened(value.toString()));
        }
        return text;
    }

    private static boolean isNoCharacter(int point) {
        return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static String shortened(String text) {
        var printable = text.replaceAll("\\p{Cntrl}", " ");
        return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "…";
    }
}
