package org.allotment.stress.grade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.concurrent.Callable;
import org.allotment.stress.campaign.Campaigns;
import org.allotment.stress.run.Profile;
import org.allotment.stress.verdict.ExpectedTest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the expected tests as a JSON array. */
@Command(name = "list", description = "Prints the expected tests as JSON", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private Only only = new Only();

    @Option(
            names = "--profile",
            defaultValue = "quick",
            description = "quick, nightly or full: the longer ones have campaigns; ${DEFAULT-VALUE} by default")
    private Profile profile = Profile.QUICK;

    /**
     * One element of the array.
     *
     * @param engine the entry of the catalogue that it belongs to; null for none
     * @param notApplicable why it does not run on this machine; null when it does
     * @param operations of a campaign; null for a litmus test, whose samples are as many as there is time for
     */
    record Listed(
            String name,
            @Nullable String engine,
            int actors,
            boolean inverted,
            String description,
            @Nullable String notApplicable,
            @Nullable Long operations) {
        static Listed of(ExpectedTest test, Profile profile) {
            String reason = test.isApplicable() ? null : test.notApplicable();
            String engine = LitmusCatalog.engine(test.name()).orElse(null);
            Long operations =
                    Campaigns.isOne(test.name()) ? Campaigns.operations(test.name(), profile.operations()) : null;
            return new Listed(
                    test.name(), engine, test.actors(), test.inverted(), test.description(), reason, operations);
        }
    }

    @Override
    public Integer call() throws JsonProcessingException {
        List<ExpectedTest> tests = only.tests(profile);
        List<Listed> listed =
                tests.stream().map(test -> Listed.of(test, profile)).toList();
        spec.commandLine()
                .getOut()
                .println(JsonMapper.builder()
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(listed));
        return ExitCode.GREEN;
    }
}
