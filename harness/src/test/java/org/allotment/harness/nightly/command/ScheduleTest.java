package org.allotment.harness.nightly.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private final Schedule schedule = new Schedule(Path.of("/srv/it's 100%/allotment"));

    /** Reads unit files by the grammar of systemd.syntax: comments, [Section], Key=value; one map per file. */
    private static Map<String, Map<String, String>> files(String text) {
        Map<String, Map<String, String>> files = new LinkedHashMap<>();
        Map<String, String> keys = Map.of();
        var section = "";
        for (var line : text.lines().filter(candidate -> !candidate.isBlank()).toList()) {
            if (line.startsWith("# /etc/systemd/system/")) {
                keys = files.computeIfAbsent(line.substring(line.lastIndexOf('/') + 1), _ -> new LinkedHashMap<>());
            } else if (line.matches("\\[[A-Z][a-z]+]")) {
                section = line;
            } else {
                assertThat(line).matches("[A-Z][A-Za-z]+=.+");
                keys.put(section + line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
        return files;
    }

    @Test
    void systemdTextsAreAServiceAndATimerThatStartsIt() {
        var files = files(new Schedule(Path.of("/srv/allotment")).systemd());
        assertThat(files).containsOnlyKeys("allotment-nightly.service", "allotment-nightly.timer");
        assertThat(files.get("allotment-nightly.service"))
                .containsEntry("[Service]Type", "oneshot")
                .containsEntry("[Service]WorkingDirectory", "/srv/allotment")
                .containsEntry("[Service]ExecStart", "\"/srv/allotment/allotment\" nightly --profile nightly")
                .as("a red night is a failed unit")
                .doesNotContainKey("[Service]SuccessExitStatus");
        assertThat(files.get("allotment-nightly.timer"))
                .containsEntry("[Timer]OnCalendar", "*-*-* 01:30:00")
                .containsEntry("[Install]WantedBy", "timers.target");
    }

    @Test
    void percentSignsOfThePathAreNoSpecifiersOfSystemd() {
        assertThat(schedule.systemd()).contains("WorkingDirectory=/srv/it's 100%%/allotment\n");
    }

    @Test
    void theCronLineHasFiveFieldsAndACommandWithoutBarePercents() {
        var line = schedule.cron();
        assertThat(line).endsWith("\n").hasLineCount(1);
        var fields =
                Pattern.compile("^(\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (.+)\n$").matcher(line);
        assertThat(fields.matches()).isTrue();
        assertThat(fields.group(1)).isEqualTo("30");
        assertThat(fields.group(2)).isEqualTo("1");
        assertThat(fields.group(6))
                .isEqualTo(
                        "cd '/srv/it'\\''s 100\\%/allotment' && mkdir -p .allotment && ./allotment nightly --profile nightly "
                                + ">>.allotment/nightly.log 2>&1");
    }

    @Test
    void theWorkflowParsesAndRunsTheNight() throws IOException {
        var tree = new YAMLMapper().readTree(schedule.workflow());
        assertThat(tree.at("/on/schedule/0/cron").asText()).isEqualTo("30 1 * * *");
        var job = tree.at("/jobs/nightly");
        assertThat(job.at("/runs-on/0").asText()).isEqualTo("self-hosted");
        assertThat(job.at("/steps").findValuesAsText("run")).containsExactly("./allotment nightly --profile nightly");
        assertThat(job.at("/steps").findValuesAsText("uses"))
                .hasSize(3)
                .allMatch(use -> use.matches("actions/.+@v\\d+"));
        assertThat(job.findPath("env").path("ALLOTMENT_TOKEN").asText()).isEqualTo("${{ secrets.ALLOTMENT_TOKEN }}");
    }
}
