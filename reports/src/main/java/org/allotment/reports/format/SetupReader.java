package org.allotment.reports.format;

import java.io.IOException;
import java.util.List;
import org.allotment.reports.model.document.JmhResult;
import org.jspecify.annotations.Nullable;

/** The fields of an element that say how it was measured. */
final class SetupReader {
    private final Cursor cursor;
    private @Nullable String jmhVersion;
    private List<String> jvmArgs = List.of();
    private @Nullable String jdkVersion;
    private @Nullable String vmName;
    private @Nullable String vmVersion;
    private @Nullable Long warmupIterations;
    private @Nullable String warmupTime;
    private @Nullable Long warmupBatchSize;
    private @Nullable Long measurementIterations;
    private @Nullable String measurementTime;
    private @Nullable Long measurementBatchSize;

    SetupReader(Cursor cursor) {
        this.cursor = cursor;
    }

    void field(String name) throws IOException, DocumentFault {
        switch (name) {
            case "jmhVersion" -> jmhVersion = cursor.maybeText(Limits.NAME_LENGTH);
            case "jvmArgs" -> jvmArgs = cursor.texts(Limits.TEXT_LENGTH);
            case "jdkVersion" -> jdkVersion = cursor.maybeText(Limits.NAME_LENGTH);
            case "vmName" -> vmName = cursor.maybeText(Limits.NAME_LENGTH);
            case "vmVersion" -> vmVersion = cursor.maybeText(Limits.NAME_LENGTH);
            case "warmupIterations" -> warmupIterations = maybeCount();
            case "warmupTime" -> warmupTime = cursor.maybeText(Limits.NAME_LENGTH);
            case "warmupBatchSize" -> warmupBatchSize = maybeCount();
            case "measurementIterations" -> measurementIterations = maybeCount();
            case "measurementTime" -> measurementTime = cursor.maybeText(Limits.NAME_LENGTH);
            case "measurementBatchSize" -> measurementBatchSize = maybeCount();
            default -> cursor.skip();
        }
    }

    JmhResult.Setup setup() {
        return new JmhResult.Setup(
                jmhVersion,
                jvmArgs,
                jdkVersion,
                vmName,
                vmVersion,
                warmupIterations,
                warmupTime,
                warmupBatchSize,
                measurementIterations,
                measurementTime,
                measurementBatchSize);
    }

    private @Nullable Long maybeCount() throws IOException, DocumentFault {
        return cursor.isNull() ? null : cursor.count();
    }
}
