package org.allotment.harness.nightly.command;

import java.nio.file.Path;

/**
 * The texts that let a scheduler run the night.
 *
 * @param root the checkout in which the launcher lies
 */
record Schedule(Path root) {

    /** A service and a timer, each under a comment that says where it belongs. */
    String systemd() {
        return """
                # /etc/systemd/system/allotment-nightly.service
                [Unit]
                Description=Allotment nightly measurement
                Wants=network-online.target
                After=network-online.target

                [Service]
                Type=oneshot
                WorkingDirectory=%1$s
                ExecStart="%1$s/allotment" nightly --profile nightly
                KillMode=control-group
                TimeoutStartSec=8h

                # /etc/systemd/system/allotment-nightly.timer
                [Unit]
                Description=Allotment every night

                [Timer]
                OnCalendar=*-*-* 01:30:00
                Persistent=true

                [Install]
                WantedBy=timers.target
                """.replace("%1$s", root.toString().replace("%", "%%"));
    }

    /** One line of a crontab; percent signs would end the command there, so a path with one is escaped. */
    String cron() {
        var folder = root.toString().replace("'", "'\\''").replace("%", "\\%");
        return "30 1 * * * cd '" + folder
                + "' && mkdir -p .allotment && ./allotment nightly --profile nightly >>.allotment/nightly.log 2>&1\n";
    }

    /** A workflow for a machine of one's own: measuring on a shared one says little. */
    String workflow() {
        return """
                name: nightly
                on:
                  schedule:
                    - cron: "30 1 * * *"
                  workflow_dispatch: {}
                concurrency:
                  group: allotment-nightly
                  cancel-in-progress: false
                jobs:
                  nightly:
                    runs-on: [self-hosted, bench]
                    timeout-minutes: 480
                    steps:
                      - uses: actions/checkout@v4
                        with:
                          fetch-depth: 0
                          clean: false
                      - uses: actions/setup-java@v4
                        with:
                          distribution: temurin
                          java-version: "25"
                      - name: Measure, verify, publish and judge
                        run: ./allotment nightly --profile nightly
                        env:
                          ALLOTMENT_SERVER: ${{ vars.ALLOTMENT_SERVER }}
                          ALLOTMENT_TOKEN: ${{ secrets.ALLOTMENT_TOKEN }}
                      - uses: actions/upload-artifact@v4
                        if: always()
                        with:
                          name: run
                          path: .allotment/runs
                          include-hidden-files: true
                """;
    }
}
