package org.allotment.reports.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every campaign, with a small count. */
final class CampaignsIT {
    static Stream<Arguments> everyCampaign() {
        return Catalogue.ALL.stream()
                .flatMap(campaign -> campaign.stores().stream().map(store -> Arguments.of(campaign.name(), store)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("everyCampaign")
    void thePromiseHolds(String name, String store) throws Exception {
        Campaign campaign = Catalogue.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        long seed = System.nanoTime();
        Campaigns.Result result =
                Campaigns.run(campaign, store, campaign.counts().test(), seed, false);
        System.out.println(result.line());
        assertThat(result.tally().shown()).as(result.line()).isEmpty();
        assertThat(result.isHeld()).as(result.line()).isTrue();
    }

    @Test
    void whatIsNotThereIsAWrongCall() {
        assertThat(execute("list")).contains("code=0", "D1", "kills");
        assertThat(execute("nothing")).contains("code=2");
        assertThat(execute()).contains("code=2");
        assertThat(execute("kills", "--store", "paper")).contains("code=2");
    }

    private static String execute(String... args) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        int code =
                new CommandLine(new Campaigns()).setOut(writer).setErr(writer).execute(args);
        return text + "code=" + code;
    }
}
