package org.allotment.harness.nightly.runner;

import java.nio.file.Path;
import org.allotment.harness.nightly.fake.FakeChildren;
import org.allotment.harness.nightly.fake.FakeNight;

/** A runner in a process of its own, to be killed: {@code HOME SCRIPT}. */
final class RunnerProcess {

    private RunnerProcess() {}

    public static void main(String[] arguments) throws Exception {
        var night = FakeNight.open(Path.of(arguments[0]));
        try (var lock = HostLock.take(night.lockFile())) {
            lock.nameRun(night.directory().id());
            System.out.println("holding");
            night.run(new FakeChildren(arguments[1]));
        }
    }
}
