package io.purchaseorders.handlers.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/**
 * Makes a failing schedule small: leaves out runs of steps, long ones first, then makes single steps milder, for as long
 * as it still fails. (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002.)
 */
@NullMarked
final class Shrinking {

    /** A step that is left out takes few writes with it. */
    private static final int EARLIER = 6;

    private final Predicate<Schedule> fails;

    Shrinking(Predicate<Schedule> fails) {
        this.fails = fails;
    }

    Schedule shrink(Schedule failing) {
        Schedule smallest = failing;
        Schedule before;
        do {
            before = smallest;
            smallest = milder(fewer(smallest));
        } while (!smallest.equals(before));
        return smallest;
    }

    private Schedule fewer(Schedule failing) {
        Schedule smallest = failing;
        for (int run = Math.max(1, failing.steps().size() / 2); run > 0; run /= 2) {
            // From the end: what comes later is more often without a consequence.
            for (int from = smallest.steps().size() - run; from >= 0; from -= run) {
                smallest = without(smallest, from, run).orElse(smallest);
                from = Math.min(from, smallest.steps().size());
            }
        }
        return smallest;
    }

    /** Without these steps an invocation may have fewer writes: then its fault has to come earlier. */
    private Optional<Schedule> without(Schedule schedule, int from, int run) {
        List<Step> steps = new ArrayList<>(schedule.steps());
        steps.subList(from, Math.min(steps.size(), from + run)).clear();
        return IntStream.rangeClosed(0, run == 1 ? EARLIER : 0)
                .mapToObj(by -> schedule.with(
                        steps.stream().map(step -> earlier(step, by)).toList()))
                .filter(fails)
                .findFirst();
    }

    private static Step earlier(Step step, int by) {
        return step instanceof Step.Deliver deliver && deliver.fault().write() > by
                ? new Step.Deliver(
                        deliver.shard(),
                        deliver.read(),
                        new Fault(
                                deliver.fault().kind(),
                                deliver.fault().write() - by,
                                deliver.fault().order()))
                : step;
    }

    private Schedule milder(Schedule failing) {
        Schedule mildest = failing;
        for (int i = 0; i < failing.steps().size(); i++) {
            for (Step mild : milder(mildest.steps().get(i))) {
                List<Step> steps = new ArrayList<>(mildest.steps());
                steps.set(i, mild);
                Schedule candidate = mildest.with(steps);
                if (!candidate.equals(mildest) && fails.test(candidate)) {
                    mildest = candidate;
                    break;
                }
            }
        }
        Schedule plain = new Schedule(0, mildest.steps());
        return !plain.equals(mildest) && fails.test(plain) ? plain : mildest;
    }

    /** The mildest first. */
    private static List<Step> milder(Step step) {
        return switch (step) {
            case Step.Deliver deliver ->
                List.of(
                        new Step.Deliver(0, 1000, Fault.NONE),
                        new Step.Deliver(deliver.shard(), 1000, Fault.NONE),
                        new Step.Deliver(deliver.shard(), deliver.read(), Fault.NONE),
                        new Step.Deliver(0, deliver.read(), plain(deliver.fault())),
                        new Step.Deliver(deliver.shard(), 1000, plain(deliver.fault())),
                        new Step.Deliver(deliver.shard(), deliver.read(), plain(deliver.fault())));
            case Step.Redeliver again ->
                List.of(
                        new Step.Redeliver(again.shard(), again.from(), again.count(), Fault.NONE),
                        new Step.Redeliver(again.shard(), again.from(), again.count(), plain(again.fault())));
            case Step.Resume resume -> List.of(new Step.Resume(0, 1000));
            case Step.Split split -> List.of(new Step.RollOver(split.shard()));
            case Step.Land land -> List.of(new Step.Land(0));
            case Step.Arrive arrive -> List.of();
            case Step.Poison poison -> List.of();
            case Step.RollOver rollOver -> List.of(new Step.RollOver(0));
            case Step.Tick tick -> List.of();
            case Step.TakeOver takeOver -> List.of(new Step.TakeOver(0, 0));
            case Step.Hurry hurry -> List.of(new Step.Hurry(0));
            case Step.Deploy deploy -> List.of(new Step.Deploy(Release.NEWEST));
            case Step.Spoil spoil -> List.of();
            case Step.Load load -> List.of(Step.Load.whole(0), Step.Load.whole(load.trimmed()));
            case Step.Feed feed -> List.of();
        };
    }

    private static Fault plain(Fault fault) {
        return new Fault(fault.kind(), fault.write(), 0);
    }
}
