package org.allotment.harness.heap;

import java.io.IOException;
import java.nio.file.Path;
import org.allotment.harness.result.AtomicFiles;
import org.allotment.harness.result.Documents;

/** The child that writes the document. */
public final class HeapMain {
    private HeapMain() {}

    /** Takes the file to write. */
    public static void main(String... arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("one file expected, arguments=" + arguments.length);
        }
        AtomicFiles.write(Path.of(arguments[0]), Documents.bytes(HeapRecorder.record()));
    }
}
