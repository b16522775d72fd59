package io.purchaseorders.handlers.simulation;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullMarked;

/**
 * Seeds in, verdict out: {@code Schedules FIRST COUNT [generation]} runs the schedules of so many seeds on stores in
 * memory, with a second generation that is born in each where that is asked for. The first one that fails is shrunk and
 * printed; then the exit code is 1.
 */
@NullMarked
public final class Schedules {

    private static final long REPORT_EVERY = 50_000;

    private final Supplier<Ports> stores;
    private final Route route;
    private final LongFunction<Schedule> ofSeed;

    public Schedules(Supplier<Ports> stores) {
        this(stores, Route.DIRECT);
    }

    Schedules(Supplier<Ports> stores, Route route) {
        this(stores, route, RandomSchedule::of);
    }

    private Schedules(Supplier<Ports> stores, Route route, LongFunction<Schedule> ofSeed) {
        this.stores = stores;
        this.route = route;
        this.ofSeed = ofSeed;
    }

    /** Schedules in which a second generation is born, on stores in memory. */
    public static Schedules withGeneration() {
        return new Schedules(Ports::inMemory, Route.DIRECT, RandomSchedule::withGeneration);
    }

    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        long count = Long.parseLong(arguments[1]);
        boolean isWithGeneration = arguments.length > 2 && arguments[2].equals("generation");
        Optional<String> failure =
                (isWithGeneration ? withGeneration() : new Schedules(Ports::inMemory)).run(first, count);
        System.out.println(failure.orElse("every schedule ends in the rows of a fold from scratch"));
        if (failure.isPresent()) {
            System.exit(1);
        }
    }

    /** A small failing schedule, in words, if one of these seeds has any. */
    public Optional<String> run(long first, long count) {
        System.out.println(count + " random schedules, seeds " + first + " to " + (first + count - 1));
        AtomicLong done = new AtomicLong();
        OptionalLong failing = LongStream.range(first, first + count)
                .parallel()
                .filter(seed -> {
                    long number = done.incrementAndGet();
                    if (number % REPORT_EVERY == 0) {
                        System.out.println(number + " schedules done");
                    }
                    return fails(ofSeed.apply(seed));
                })
                .findFirst();
        return failing.isPresent() ? Optional.of(words(failing.getAsLong())) : Optional.empty();
    }

    boolean fails(Schedule schedule) {
        return run(schedule, Trace.off()).wrong().isPresent();
    }

    private Simulation.Outcome run(Schedule schedule, Trace trace) {
        return Simulation.run(schedule, stores.get(), route, trace);
    }

    Schedule shrunk(long seed) {
        return new Shrinking(this::fails).shrink(ofSeed.apply(seed));
    }

    String words(long seed) {
        Schedule shrunk = shrunk(seed);
        Trace trace = Trace.on();
        String wrong = run(shrunk, trace).wrong().orElse("nothing, the second time");
        return "The schedule of seed %d fails; shrunk to %d steps:%n%s%nWhat happens:%n%s%nWhat is wrong:%n%s"
                .formatted(seed, shrunk.steps().size(), shrunk.words(), trace.text(), wrong);
    }
}
