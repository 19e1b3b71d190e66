package org.allotment.core.source;

import java.util.ArrayList;
import java.util.List;
import org.allotment.core.AllocationException;
import org.allotment.core.os.NumaPolicy;
import org.allotment.core.source.MappingOptions.Wish;
import org.jspecify.annotations.Nullable;

/**
 * What became of the wishes for one piece: one answer for each, none of them taken on trust.
 *
 * @param options what was asked
 * @param address first byte of the piece
 * @param byteSize bytes of the piece
 * @param pageSize bytes of the pages that it is promised to consist of
 * @param transparent whether the system may back it with transparent huge pages, which it does not promise
 * @param policy the NUMA policy that the system read back; null if none was bound or it could not be read
 * @param answers one for each wish, in the order in which the system was asked
 */
public record MappingReport(
        MappingOptions options,
        long address,
        long byteSize,
        long pageSize,
        boolean transparent,
        @Nullable NumaPolicy policy,
        List<Answer> answers) {

    /** What became of a wish. */
    public enum Outcome {
        /** The piece is as wished; where the system can be asked about it, it said so. */
        GRANTED,
        /** The piece has less than what was wished, or has it in another way. */
        FELL_BACK,
        /** The piece has nothing of it. */
        REFUSED
    }

    /**
     * The answer to one wish.
     *
     * @param wish what was wished
     * @param outcome what became of it
     * @param errno the system's reason; 0 when it granted the wish, or ignored it without giving a reason
     */
    public record Answer(Wish wish, Outcome outcome, int errno) {}

    /** Keeps a copy of the answers. */
    public MappingReport {
        answers = List.copyOf(answers);
    }

    /**
     * Tells whether everything came as wished.
     *
     * @return true when every wish was granted, also when there was none
     */
    public boolean isGranted() {
        return answers.stream().allMatch(answer -> answer.outcome() == Outcome.GRANTED);
    }

    /**
     * Returns the answer to a wish.
     *
     * @param wish one that was wished
     * @return its answer
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if it was not wished for
     */
    public Answer answer(Wish wish) {
        return answers.stream()
                .filter(answer -> answer.wish() == wish)
                .findFirst()
                .orElseThrow(() -> AllocationException.invalidParameter("this was not wished for, wish=" + wish));
    }

    /** The first required wish that was not granted, or null. */
    @Nullable
    Answer lacking() {
        for (Answer answer : answers) {
            if (answer.outcome() != Outcome.GRANTED && options.required().contains(answer.wish())) {
                return answer;
            }
        }
        return null;
    }

    MappingReport at(long newAddress, long newByteSize) {
        return new MappingReport(options, newAddress, newByteSize, pageSize, transparent, policy, answers);
    }

    /** The same with another answer to a wish of its own. */
    MappingReport answering(Answer answer) {
        List<Answer> all = new ArrayList<>(answers);
        all.replaceAll(old -> old.wish() == answer.wish() ? answer : old);
        return new MappingReport(options, address, byteSize, pageSize, transparent, policy, all);
    }

    /** The same with a policy that was bound later, and what was asked then. */
    MappingReport bound(MappingOptions asked, Mapper.Bound bound) {
        List<Answer> all = new ArrayList<>(answers);
        all.removeIf(old -> old.wish() == Wish.NUMA_POLICY);
        all.add(bound.answer());
        return new MappingReport(asked, address, byteSize, pageSize, transparent, bound.readBack(), all);
    }
}
