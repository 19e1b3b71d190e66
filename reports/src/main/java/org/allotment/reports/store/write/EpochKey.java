package org.allotment.reports.store.write;

/** What figures must share to be compared; an unknown part is empty. */
public record EpochKey(
        String microcode, String kernel, String jdk, String jvmArgs, String jmhConfig, String sourceHash) {
    /** The same for equal keys only. */
    String fingerprint() {
        return Hashes.sha256(microcode, kernel, jdk, jvmArgs, jmhConfig, sourceHash);
    }
}
