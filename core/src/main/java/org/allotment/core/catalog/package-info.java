/**
 * The catalogue: what exists, under which name, and how it is opened.
 *
 * <h2>Vocabulary</h2>
 *
 * <dl>
 *   <dt>entry<dd>an engine, or a part that engines stand on: {@code tlsf}, {@code memory}
 *   <dt>variant<dd>something of an engine that can be opened: {@code tlsf}, {@code context-long}
 *   <dt>form<dd>how much stands around the algorithm: checked, trusting, bare
 *   <dt>spelling<dd>a variant in a form: {@code tlsf}, {@code tlsf-trusting}, {@code context-long-trusting}
 *   <dt>capacity<dd>a size of the page allocator's region that has a name
 *   <dt>preset<dd>a selection that has a name: {@code default}, {@code full}
 * </dl>
 *
 * <h2>One name everywhere</h2>
 *
 * <p>The benchmark suite files what it measures under {@code allotment-}<em>spelling</em>. The litmus suite has the
 * packages of this library, so a litmus test belongs to the entry that has its package: tests of locks and pools to
 * {@code concurrent}, tests of memory order to {@code memory}, tests of an engine behind a lock to the engine. The page
 * of documentation is written from here. So one name selects the same thing in all of them.
 *
 * <h2>Rules</h2>
 *
 * <ul>
 *   <li>R1: no two of entries, presets and capacities have one name, and no two variants.
 *   <li>R2: every class of this library that hands out blocks, pages, numbers or pieces is a type of one entry.
 *   <li>R3: every package with such a class, and every one below them, belongs to one entry.
 *   <li>R4: listing loads no engine; opening one loads no other.
 * </ul>
 *
 * <h2>Presets</h2>
 *
 * <p>The seed's features are kept: {@code default} is its default feature, a page allocator of 256 MiB; {@code full}
 * holds what its {@code full} holds (bitmap pages, TLSF, slabs, buddies, the language's allocator interface, 256 MiB)
 * and, as the word says, all the rest. Of several capacities the largest wins there and here.
 */
package org.allotment.core.catalog;
