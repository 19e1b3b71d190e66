package org.allotment.stress.grade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.concurrent.Callable;
import org.allotment.stress.verdict.ExpectedTest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the expected tests as a JSON array. */
@Command(name = "list", description = "Prints the expected tests as JSON", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private Only only = new Only();

    /**
     * One element of the array.
     *
     * @param engine the entry of the catalogue that it belongs to; null for none
     * @param notApplicable why it does not run on this machine; null when it does
     */
    record Listed(
            String name,
            @Nullable String engine,
            int actors,
            boolean inverted,
            String description,
            @Nullable String notApplicable) {
        static Listed of(ExpectedTest test) {
            String reason = test.isApplicable() ? null : test.notApplicable();
            String engine = LitmusCatalog.engine(test.name()).orElse(null);
            return new Listed(test.name(), engine, test.actors(), test.inverted(), test.description(), reason);
        }
    }

    @Override
    public Integer call() throws JsonProcessingException {
        List<ExpectedTest> tests = only.tests();
        List<Listed> listed = tests.stream().map(Listed::of).toList();
        spec.commandLine()
                .getOut()
                .println(JsonMapper.builder()
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(listed));
        return ExitCode.GREEN;
    }
}
