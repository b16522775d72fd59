package io.purchaseorders.handlers.simulation;

import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/** A schedule from a seed: a few orders' legal and hostile histories, and everything that can happen to their delivery. */
@NullMarked
final class RandomSchedule {

    /** Few orders with few events, so that a schedule is quick and everything in it collides. */
    private static final int ORDERS = 3;

    private static final int EVENTS_PER_ORDER = 5;

    /** More writes than most invocations have: a fault may also come too late. */
    private static final int WRITES = 20;

    /** More than the rows of most snapshots: a load that would die later is a whole one. */
    private static final int LOADED_ROWS = 100;

    /** Of ten invocations, so many are disturbed. */
    private static final int DISTURBED_OF_TEN = 6;

    private static final Fault.Kind[] FAULTS = Fault.Kind.values();
    private static final List<Step.Poison.Kind> POISONS = List.of(Step.Poison.Kind.values());

    private final Random random;

    private RandomSchedule(long seed) {
        this.random = new Random(seed);
    }

    static Schedule of(long seed) {
        return new RandomSchedule(seed).schedule(seed);
    }

    /** The same with a second generation, which is loaded and fed somewhere in it. */
    static Schedule withGeneration(long seed) {
        Schedule schedule = of(seed);
        Random places = new Random(~seed);
        List<Step> steps = new ArrayList<>(schedule.steps());
        int fed = places.nextInt(steps.size() + 1);
        steps.add(fed, new Step.Feed());
        for (int loads = 1 + places.nextInt(2); loads > 0; loads--) {
            steps.add(places.nextInt(fed + 1), Step.Load.whole(places.nextInt(EVENTS_PER_ORDER * ORDERS)));
        }
        for (int deaths = places.nextInt(3); deaths > 0; deaths--) {
            steps.add(
                    places.nextInt(fed + 1),
                    new Step.Load(places.nextInt(EVENTS_PER_ORDER * ORDERS), places.nextInt(LOADED_ROWS)));
        }
        return new Schedule(schedule.batchSize(), steps);
    }

    private Schedule schedule(long seed) {
        List<RecordedEvent> events = new RandomHistories(seed).recorded(1 + random.nextInt(ORDERS), EVENTS_PER_ORDER);
        List<Step> steps = new ArrayList<>();
        for (RecordedEvent event : events) {
            steps.add(new Step.Arrive(event));
            for (int more = random.nextInt(3); more > 0; more--) {
                steps.add(step());
            }
        }
        for (int more = random.nextInt(8); more > 0; more--) {
            steps.add(step());
        }
        return new Schedule(random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0, steps);
    }

    private Step step() {
        int chance = random.nextInt(100);
        if (chance < 50) {
            return new Step.Deliver(random.nextInt(8), random.nextBoolean() ? 1000 : 1 + random.nextInt(3), fault());
        } else if (chance < 60) {
            return new Step.Redeliver(random.nextInt(8), random.nextInt(12), 1 + random.nextInt(4), fault());
        } else if (chance < 70) {
            return new Step.Resume(random.nextInt(4), random.nextBoolean() ? 1000 : 1 + random.nextInt(3));
        } else if (chance < 75) {
            return new Step.Land(random.nextInt(4));
        } else if (chance < 80) {
            return new Step.TakeOver(random.nextInt(4), random.nextInt(4));
        } else if (chance < 85) {
            return new Step.RollOver(random.nextInt(4));
        } else if (chance < 89) {
            return new Step.Split(random.nextInt(4));
        } else if (chance < 92) {
            return new Step.Hurry(random.nextInt(3));
        } else if (chance < 95) {
            return new Step.Tick(Duration.ofSeconds(random.nextInt(180) - 30L));
        } else if (chance < 98) {
            return new Step.Poison(POISONS.get(random.nextInt(POISONS.size())), "order-" + random.nextInt(ORDERS));
        }
        return new Step.Spoil(random.nextInt(20), random.nextBoolean());
    }

    private Fault fault() {
        return random.nextInt(10) < DISTURBED_OF_TEN
                ? new Fault(
                        FAULTS[1 + random.nextInt(FAULTS.length - 1)], 1 + random.nextInt(WRITES), random.nextInt(4))
                : Fault.NONE;
    }
}
