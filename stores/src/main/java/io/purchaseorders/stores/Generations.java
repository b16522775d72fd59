package io.purchaseorders.stores;

import io.purchaseorders.stores.Generation.Loaded;
import io.purchaseorders.stores.Generation.State;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The register of all generations, and which one is live. It is one value, replaced as a whole under a condition, so that
 * promoting is one write and no two commands undo each other's decisions.
 *
 * @param version goes up with every change
 * @param live the number of the one that questions are answered from
 * @param all by number, the retired ones included, of which the newest are kept
 * @param succession which one answers until when, where the live one was made so a moment ago
 */
public record Generations(long version, int live, List<Generation> all, Optional<Succession> succession) {

    /**
     * A change of the live generation that is to show everywhere at once, so that nobody who asks twice is answered from the
     * new one and then from the one before.
     *
     * @param before the number of the one that was live
     * @param at from when on the new one answers
     */
    public record Succession(int before, Instant at) {}

    /** Two readers a shard are what a stream of DynamoDB has room for. */
    public static final int FED_AT_ONCE = 2;

    /** Retired ones that are remembered, so that a cursor of theirs is known as such. */
    static final int RETIRED_KEPT = 100;

    /** Says why a change of the register is refused, in a sentence for whoever asked for it. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    public Generations {
        all = List.copyOf(all);
    }

    /** What a new system has: the first generation, live, fed from the beginning of the stream. */
    public static Generations first(ZoneId timeZone) {
        return new Generations(1, Generation.FIRST, List.of(Generation.first(timeZone)), Optional.empty());
    }

    public Optional<Generation> find(int number) {
        return all.stream().filter(generation -> generation.number() == number).findFirst();
    }

    public Generation liveOne() {
        return find(live).orElseThrow(() -> new IllegalStateException("the live generation is not in the register"));
    }

    /** The one that questions are answered from at a moment. */
    public Generation answering(Instant now) {
        return succession
                .filter(change -> now.isBefore(change.at()))
                .flatMap(change -> find(change.before()))
                .filter(Generation::isReadable)
                .orElseGet(this::liveOne);
    }

    /** Those with a table, by number. */
    public List<Generation> kept() {
        return all.stream().filter(Generation::isKept).toList();
    }

    /** The one beside the live one, if there is any. */
    public Optional<Generation> other() {
        return kept().stream().filter(generation -> generation.number() != live).findFirst();
    }

    /** Begins a new generation, whose number is that of the last one of the answer. */
    public Generations begin(ZoneId timeZone, Instant snapshotAt) {
        other().ifPresent(other -> {
            throw new RefusedException("Generation " + other.number() + " is kept beside the live one, and two are what"
                    + " the stream has readers for: ./orders retire " + other.number() + " first.");
        });
        List<Generation> next = new ArrayList<>(all);
        next.add(new Generation(
                all.getLast().number() + 1,
                timeZone,
                State.BUILDING,
                false,
                Optional.of(snapshotAt),
                Loaded.NOTHING,
                Optional.empty()));
        return with(live, next, succession);
    }

    /** Notes how much of the snapshot is loaded. */
    public Generations load(int number, Loaded loaded) {
        return change(number, generation -> {
            require(generation, State.BUILDING);
            return new GenerationBuilder().from(generation).loaded(loaded).build();
        });
    }

    /** Lets the stream reach a generation, once its table is loaded, or after it was held. */
    public Generations feed(int number) {
        return change(number, generation -> {
            requireKept(generation);
            return generation.in(State.FED);
        });
    }

    /** Has the stream stand still before a generation; before the live one only for as long as another is made live. */
    public Generations hold(int number) {
        return change(number, generation -> {
            if (!generation.isReadable()) {
                require(generation, State.FED);
            }
            return generation.in(State.HELD);
        });
    }

    /** Notes that a generation's rows were found equal to a fold: at rest, or once what was under way had settled. */
    public Generations compare(int number, Instant at) {
        return change(number, generation -> {
            if (!generation.isReadable()) {
                require(generation, State.FED);
            }
            return new GenerationBuilder().from(generation).comparedAt(at).build();
        });
    }

    /** Makes a generation the live one. Only one that was compared, or that the system was born with, can be. */
    public Generations promote(int number) {
        Generation generation = existing(number);
        require(generation, State.FED);
        if (!generation.isCompared()) {
            throw new RefusedException("Generation " + number
                    + " was not compared with the events yet: ./orders rebuild goes on with that, and promotes it.");
        }
        return with(number, all, Optional.empty());
    }

    /** Makes a generation the live one, which answers from a moment on; until then the one does that is live now. */
    public Generations promote(int number, Instant at) {
        Generations promoted = promote(number);
        return new Generations(promoted.version(), number, promoted.all(), Optional.of(new Succession(live, at)));
    }

    /** Has the live generation answer whatever the time is. */
    public Generations succeeded() {
        return with(live, all, Optional.empty());
    }

    /** Ends a generation that is not live. */
    public Generations retire(int number) {
        return change(number, generation -> {
            requireNotLive(number);
            return generation.in(State.RETIRED);
        });
    }

    /** Notes whether a generation is fed, as the system that runs sees it. */
    public Generations consumed(int number, boolean isConsumed) {
        return change(
                number,
                generation -> new GenerationBuilder()
                        .from(generation)
                        .isConsumed(isConsumed)
                        .build());
    }

    private Generations change(int number, UnaryOperator<Generation> change) {
        Generation changed = change.apply(existing(number));
        return with(
                live,
                all.stream()
                        .map(generation -> generation.number() == number ? changed : generation)
                        .toList(),
                succession);
    }

    private Generations with(int nextLive, List<Generation> next, Optional<Succession> nextSuccession) {
        long retired = next.stream().filter(generation -> !generation.isKept()).count();
        List<Generation> remembered = new ArrayList<>();
        for (Generation generation : next) {
            boolean forgotten = !generation.isKept() && retired-- > RETIRED_KEPT;
            if (!forgotten) {
                remembered.add(generation);
            }
        }
        return new Generations(version + 1, nextLive, remembered, nextSuccession);
    }

    private Generation existing(int number) {
        return find(number)
                .orElseThrow(() -> new RefusedException(
                        "There is no generation " + number + ": ./orders generations lists those that there are."));
    }

    private void requireNotLive(int number) {
        if (number == live) {
            throw new RefusedException(
                    "Generation " + number + " is live and cannot be retired: promote another one first.");
        }
    }

    private static void requireKept(Generation generation) {
        if (!generation.isKept()) {
            throw new RefusedException("Generation " + generation.number() + " is retired.");
        }
    }

    private static void require(Generation generation, State state) {
        requireKept(generation);
        if (generation.state() != state) {
            throw new RefusedException("Generation " + generation.number() + " is " + words(generation.state())
                    + " and must be " + words(state) + " for this.");
        }
    }

    private static String words(State state) {
        return switch (state) {
            case BUILDING -> "being built";
            case FED -> "fed";
            case HELD -> "held";
            case RETIRED -> "retired";
        };
    }
}
