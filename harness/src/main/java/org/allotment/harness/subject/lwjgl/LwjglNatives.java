package org.allotment.harness.subject.lwjgl;

import java.util.function.LongUnaryOperator;
import org.allotment.harness.subject.Applicability;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.jemalloc.JEmalloc;

/** Tells whether LWJGL's native libraries load here: its jars carry them for some platforms only. */
public final class LwjglNatives {
    private LwjglNatives() {}

    /**
     * Tries LWJGL's jemalloc.
     *
     * @return the answer with its reason
     */
    public static Applicability jemalloc() {
        return loads("lwjgl-jemalloc", size -> {
            long address = JEmalloc.nje_malloc(size);
            JEmalloc.nje_free(address);
            return address;
        });
    }

    /**
     * Tries LWJGL's rpmalloc.
     *
     * @return the answer with its reason
     */
    public static Applicability rpmalloc() {
        return loads("lwjgl-rpmalloc", size -> {
            LwjglRpmalloc subject = new LwjglRpmalloc();
            long address = subject.allocate(size);
            subject.free(address, size);
            return address;
        });
    }

    /**
     * Tries LWJGL's core.
     *
     * @return the answer with its reason
     */
    public static Applicability memoryUtil() {
        return loads("lwjgl", size -> {
            long address = MemoryUtil.nmemAlloc(size);
            MemoryUtil.nmemFree(address);
            return address;
        });
    }

    private static Applicability loads(String library, LongUnaryOperator trial) {
        try {
            return trial.applyAsLong(64) != 0
                    ? Applicability.applicable()
                    : Applicability.notApplicable("the native library answers null, library=" + library);
        } catch (LinkageError absent) {
            return Applicability.notApplicable("no native library for this platform, library=" + library + ", os="
                    + System.getProperty("os.name") + " arch=" + System.getProperty("os.arch"));
        }
    }
}
