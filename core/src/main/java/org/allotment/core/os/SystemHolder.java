package org.allotment.core.os;

/** Finds the platform's memory once, when it is first asked for. */
final class SystemHolder {
    static final VirtualMemory INSTANCE = PosixMemory.isSupported() ? new PosixMemory() : new ArenaMemory();

    private SystemHolder() {}
}
