package org.allotment.stress.campaign.shared;

/** A block, or room for one; used by one thread at a time, and handed over by an atomic exchange. */
final class Block {
    long address;
    long size;
    long alignment;

    /** What its contents are made of. */
    long stamp;

    /** The lane's generation that allocated it. */
    long maker;

    boolean isEmpty() {
        return address == 0;
    }
}
