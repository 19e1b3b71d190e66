package org.allotment.core;

/** Whether a resize may return the block at another address. */
public enum Movement {
    /** The block may be copied elsewhere when it cannot be resized where it is. */
    MAY_MOVE,
    /** The block must stay: a resize that would need to move it fails and leaves it as it was. */
    MUST_NOT_MOVE
}
