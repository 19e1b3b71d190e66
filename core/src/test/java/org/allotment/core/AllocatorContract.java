package org.allotment.core;

/**
 * Every rule of {@link Allocator}, as tests. An engine extends this once for each of its forms and says through
 * {@link ContractSubject} what the form promises.
 */
public abstract class AllocatorContract
        implements AllocationContract, FreeContract, ResizeContract, LifecycleContract, RandomContract {}
