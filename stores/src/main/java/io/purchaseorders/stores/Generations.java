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
 */
public record Generations(long version, int live, List<Generation> all) {

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
        return new Generations(1, Generation.FIRST, List.of(Generation.first(timeZone)));
    }

    public Optional<Generation> find(int number) {
        return all.stream().filter(generation -> generation.number() == number).findFirst();
    }

    public Generation liveOne() {
        return find(live).orElseThrow(() -> new IllegalStateException("the live generation is not in the register"));
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
        return with(live, next);
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

    /** Has the stream stand still before a generation that is not live. */
    public Generations hold(int number) {
        return change(number, generation -> {
            requireNotLive(number, "held");
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
        if (number != Generation.FIRST && generation.comparedAt().isEmpty()) {
            throw new RefusedException("Generation " + number
                    + " was not compared with the events yet: ./orders rebuild goes on with that, and promotes it.");
        }
        return with(number, all);
    }

    /** Ends a generation that is not live. */
    public Generations retire(int number) {
        return change(number, generation -> {
            requireNotLive(number, "retired");
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
                        .toList());
    }

    private Generations with(int nextLive, List<Generation> next) {
        long retired = next.stream().filter(generation -> !generation.isKept()).count();
        List<Generation> remembered = new ArrayList<>();
        for (Generation generation : next) {
            boolean forgotten = !generation.isKept() && retired-- > RETIRED_KEPT;
            if (!forgotten) {
                remembered.add(generation);
            }
        }
        return new Generations(version + 1, nextLive, remembered);
    }

    private Generation existing(int number) {
        return find(number)
                .orElseThrow(() -> new RefusedException(
                        "There is no generation " + number + ": ./orders generations lists those that there are."));
    }

    private void requireNotLive(int number, String what) {
        if (number == live) {
            throw new RefusedException(
                    "Generation " + number + " is live and cannot be " + what + ": promote another one first.");
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
            case HELD -> "held for a comparison";
            case RETIRED -> "retired";
        };
    }
}
