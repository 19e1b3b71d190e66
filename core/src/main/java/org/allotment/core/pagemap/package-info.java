/**
 * Who owns an address: the way home for a block that is freed by somebody else than who allocated it.
 *
 * <h2>Why</h2>
 *
 * <p>A free that asks "is it one of mine, or else somebody's?" sends blocks of a third owner to the wrong place (defect
 * C3 of the seeds). {@link org.allotment.core.pagemap.PageMap} knows the owner of each granule of 16 KiB, so that a free
 * needs nothing but the address, and a number that is no address of ours is told apart before anything is touched.
 *
 * <h2>Picture</h2>
 *
 * <pre>
 *  63    48 47          31 30            14 13             0
 * |   0    |     root     |      leaf      |   in granule   |   an address
 *              |                |
 *     root     v        leaf    v
 *   | none |         | null    |
 *   | ···· | ──────▶ | owner   |     131,072 granules: 2 GiB in 512 KiB of Java heap
 *   | none |         | owner   |
 *                    | null    |
 * </pre>
 *
 * <p>"None" is one leaf of no length that all maps share: the test that keeps a reader within bounds is the one for
 * absence.
 *
 * <h2>Why readers need no lock, and writers none but to grow</h2>
 *
 * <ul>
 *   <li>M1: an entry goes from null to an owner by a release store, read with acquire: whoever finds an owner sees it
 *       as it was when it was entered.
 *   <li>M2: leaves are never removed and never copied, and a root is never written after it was published. So a writer
 *       that found its leaf in any root enters for the readers of all roots. A reader that holds an old root lacks only
 *       leaves of addresses that were handed out later; nobody can have told it such an address without also showing it
 *       the new root, since handing an address over safely orders the two.
 *   <li>M3: room is made before the first entry of a range is written: running out of Java heap changes nothing. Two who
 *       make room at once would lose a leaf, so this is done under a lock.
 *   <li>M4: a granule has one writer, the owner of its memory. Between two owners of one address stands the source that
 *       took the memory back and gave it out again: the entry is struck off before the one, and made after the other.
 * </ul>
 *
 * <p>M4 is the callers' part. Those of this library are the users of heaps and stripes for pieces that they have from
 * their source, and for mappings of their own between the birth of such a block and its free; a heap has one user at a
 * time, and whoever claims, adopts or closes it has seen all that the last one entered.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>The radix page maps of TCMalloc (S. Ghemawat, P. Menage) and snmalloc's flat one (P. Liétar et al., ISMM 2019);
 * theirs are off-heap. Ours holds references, so that an owner is collected with
 * its map, and reading is bounds-checked at no cost of its own.
 */
package org.allotment.core.pagemap;
