package org.allotment.core.catalog;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.IdAllocator;
import org.allotment.core.PageAllocator;
import org.allotment.core.source.MemorySource;

/**
 * Something that can be opened by its name. Most engines have one variant, of their own name; nothing of an engine's
 * classes is loaded before its opener is called.
 */
public sealed interface EngineVariant {
    /**
     * Returns the name, which no other variant has.
     *
     * @return words in lower case with dashes between them
     */
    String name();

    /**
     * Returns the forms there are.
     *
     * @return one at least, the checked one first
     */
    List<Form> forms();

    /**
     * Returns the name of one form.
     *
     * @param form the form
     * @return the variant's name and the form's suffix
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if there is no such form; it lists those there are
     */
    default String spelling(Form form) {
        if (!forms().contains(form)) {
            throw AllocationException.invalidParameter("the engine has no such form, name=" + name() + ", form="
                    + form.word() + ", known="
                    + forms().stream().map(Form::word).collect(Collectors.joining(",")));
        }
        return name() + form.suffix();
    }

    /**
     * An allocator of blocks of memory.
     *
     * @param name unique
     * @param forms one at least, the checked one first
     * @param traits what it promises beyond the contract
     * @param opener makes one
     */
    record Blocks(String name, List<Form> forms, Set<EngineTrait> traits, BlockOpener opener) implements EngineVariant {
        /** Keeps copies. */
        public Blocks {
            forms = List.copyOf(forms);
            traits = Set.copyOf(traits);
            Objects.requireNonNull(opener, "opener");
        }
    }

    /**
     * An allocator of runs of pages; it has one form.
     *
     * @param name unique
     * @param opener makes one
     */
    record Pages(String name, PageOpener opener) implements EngineVariant {
        /** Checks that all is there. */
        public Pages {
            Objects.requireNonNull(opener, "opener");
        }

        @Override
        public List<Form> forms() {
            return List.of(Form.CHECKED);
        }
    }

    /**
     * An allocator of numbers; it has one form.
     *
     * @param name unique
     * @param opener makes one
     */
    record Ids(String name, IdOpener opener) implements EngineVariant {
        /** Checks that all is there. */
        public Ids {
            Objects.requireNonNull(opener, "opener");
        }

        @Override
        public List<Form> forms() {
            return List.of(Form.CHECKED);
        }
    }

    /** Makes an allocator of blocks. */
    @FunctionalInterface
    interface BlockOpener {
        /**
         * Makes one that belongs to the calling thread, if it has an owner.
         *
         * @param source where its memory comes from
         * @param settings how it behaves; in a form that the variant has
         * @return the allocator
         * @throws AllocationException if the engine refuses a setting, or the source has no such piece
         */
        Allocator open(MemorySource source, EngineSettings settings);
    }

    /** Makes an allocator of pages. */
    @FunctionalInterface
    interface PageOpener {
        /**
         * Makes one that belongs to the calling thread.
         *
         * @param start first byte of its region, above 0
         * @param byteSize bytes of the region
         * @param pageSize bytes of a page, a power of two
         * @return the allocator
         * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad
         */
        PageAllocator open(long start, long byteSize, long pageSize);
    }

    /** Makes an allocator of numbers. */
    @FunctionalInterface
    interface IdOpener {
        /**
         * Makes one with all numbers free.
         *
         * @param first the lowest number, from 0 up
         * @param count how many, from 1 up
         * @return the allocator
         * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad
         */
        IdAllocator open(long first, long count);
    }
}
