package io.purchaseorders.handlers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderEvent.OrderCancelled;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.OrderEvent.OrderShipped;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.simulation.Fault.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Every crash point of one scenario: three orders and a fourth, late events, twins under one event id, a poison record, a
 * row that takes nothing any more, a window end and a shard split. The invocation dies before or after each single write, or loses its answer, is throttled,
 * is sent twice or arrives late there; what follows is redelivered in several cuts, and all rows are compared with a fold
 * from scratch, byte for byte.
 */
@NullMarked
class EveryCrashPointTest {

    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");

    /** Before a write is after the one before it. */
    private static final List<Kind> CRASHES = List.of(Kind.DIES_AFTER);

    private static final List<Kind> EFFECTS =
            List.of(Kind.DIES_BEFORE, Kind.DIES_AFTER, Kind.THROTTLED, Kind.ANSWER_LOST, Kind.SENT_TWICE, Kind.LATE);

    private static Step arrives(OrderEvent event, int second) {
        return new Step.Arrive(Samples.recorded(event, MORNING.plusSeconds(second)));
    }

    private static Header header(String orderId, String eventId, int minute) {
        return new Header(eventId, orderId, MORNING.plusSeconds(60L * minute));
    }

    private static OrderEvent placed(String orderId, int minute) {
        return new OrderPlaced(
                header(orderId, "placed", minute),
                "customer-" + orderId,
                "EUR",
                Samples.content(Samples.line("a", "2", "3.50"), Samples.line(orderId, "1", "10")));
    }

    private static Step delivered(int shard) {
        return new Step.Deliver(shard, 1000, Fault.NONE);
    }

    /** One, two and three are in different halves of the stream after its split. */
    private static final List<Step> SCENARIO = List.of(
            arrives(placed("one", 10), 1),
            arrives(new OrderConfirmed(header("two", "confirmed", 70)), 2),
            arrives(new OrderShipped(header("one", "shipped", 90), Optional.empty(), Optional.empty()), 3),
            arrives(placed("two", 5), 4),
            new Step.Poison(Step.Poison.Kind.UNREADABLE, "two"),
            new Step.Poison(Step.Poison.Kind.FORGED, "one"),
            arrives(placed("three", 20), 5),
            arrives(new OrderConfirmed(header("one", "confirmed", 30)), 6),
            delivered(0),
            new Step.Spoil(0, false),
            arrives(placed("four", 25), 7),
            delivered(0),
            new Step.Tick(Duration.ofMinutes(2)),
            delivered(0),
            arrives(new OrderCancelled(header("three", "cancelled", 200), Optional.empty()), 8),
            new Step.Split(0),
            arrives(new OrderAmended(header("one", "amended", 15), Samples.content(Samples.line("a", "5", "3.50"))), 9),
            arrives(
                    new OrderAmended(header("three", "amended", 100), Samples.content(Samples.line("b", "1", "0.01"))),
                    10),
            arrives(placed("two", 1440), 11),
            arrives(new OrderConfirmed(header("four", "confirmed", 26)), 12),
            delivered(0),
            delivered(0),
            delivered(0),
            delivered(0),
            delivered(1),
            new Step.Tick(Duration.ofMinutes(2)),
            delivered(0),
            delivered(1));

    /** The same, with a second generation that is loaded and fed while the shard is still whole. */
    private static final List<Step> BIRTH = birth();

    private static List<Step> birth() {
        List<Step> steps = new ArrayList<>(SCENARIO);
        int loaded = steps.indexOf(new Step.Tick(Duration.ofMinutes(2)));
        steps.add(loaded, Step.Load.whole(3));
        steps.add(loaded + 3, new Step.Feed());
        steps.add(loaded + 4, delivered(1));
        steps.addAll(List.of(delivered(2), delivered(3), delivered(2), delivered(3)));
        return List.copyOf(steps);
    }

    /** What follows a crash: the mapping's own halves; another poller, record by record, from the checkpoint or before. */
    private static final List<List<Step>> CUTS = List.of(
            List.of(),
            List.of(new Step.TakeOver(0, 0), one(), one(), one()),
            List.of(new Step.TakeOver(0, 3), new Step.Deliver(0, 2, Fault.NONE), new Step.Deliver(0, 2, Fault.NONE)),
            List.of(new Step.TakeOver(0, 100), delivered(0)));

    private static Step one() {
        return new Step.Deliver(0, 1, Fault.NONE);
    }

    @Test
    void a_crash_at_every_single_write_and_any_redelivery_end_in_the_rows_of_a_fold_from_scratch() {
        int points = enumerate(SCENARIO, Ports::inMemory, EFFECTS, CUTS);
        System.out.println(points + " crash points in memory, each redelivered to the rows of a fold from scratch");
        assertThat(points).isGreaterThan(1_000);
    }

    @Test
    void a_crash_at_every_single_write_to_dynamodb_ends_in_the_rows_of_a_fold_from_scratch() {
        int points = enumerate(SCENARIO, Ports::onDynamoDbLocal, CRASHES, CUTS.subList(0, 1));
        System.out.println(
                points + " crash points on DynamoDB Local, each redelivered to the rows of a fold from scratch");
        assertThat(points).isGreaterThan(40);
    }

    @Test
    void a_crash_at_every_single_write_after_a_generation_was_born_ends_in_both_in_the_rows_of_a_fold_from_scratch() {
        int points = enumerate(BIRTH, Ports::inMemory, EFFECTS, CUTS.subList(0, 2));
        System.out.println(
                points + " crash points of two generations, each redelivered to the rows of a fold from" + " scratch");
        assertThat(points).isGreaterThan(500);
    }

    /** What was loaded by then is discarded; events come meanwhile; then it is run again. */
    @Test
    void a_load_that_dies_after_any_of_its_writes_and_is_run_again_ends_in_both_in_the_rows_of_a_fold_from_scratch() {
        int loaded = BIRTH.indexOf(Step.Load.whole(3));
        int points = 0;
        for (boolean isWhole = false; !isWhole; points++) {
            for (int deliveries = 0; deliveries < 2; deliveries++) {
                List<Step> steps = new ArrayList<>(BIRTH);
                for (int i = 0; i < deliveries; i++) {
                    steps.add(loaded, delivered(0));
                }
                steps.add(loaded, new Step.Load(0, points));
                Simulation.Outcome outcome = run(Ports::inMemory, steps);
                assertThat(outcome.wrong()).as("dies after %d writes", points).isEmpty();
                isWhole = outcome.struck() == 0;
            }
        }
        System.out.println(points + " crash points of a load, which is run again");
        assertThat(points).isGreaterThan(30);
    }

    private static int enumerate(List<Step> scenario, Supplier<Ports> stores, List<Kind> kinds, List<List<Step>> cuts) {
        assertThat(run(stores, scenario).wrong()).isEmpty();
        int points = 0;
        for (int at = 0; at < scenario.size(); at++) {
            if (scenario.get(at) instanceof Step.Deliver deliver) {
                for (Kind kind : kinds) {
                    for (List<Step> cut : cuts) {
                        points += enumerate(scenario, stores, at, deliver, kind, cut);
                    }
                }
            }
        }
        return points;
    }

    /** The writes of one invocation, until it has no further one. */
    private static int enumerate(
            List<Step> scenario, Supplier<Ports> stores, int at, Step.Deliver deliver, Kind kind, List<Step> cut) {
        for (int write = 1; ; write++) {
            List<Step> steps = new ArrayList<>(scenario.subList(0, at));
            steps.add(new Step.Deliver(deliver.shard(), deliver.read(), new Fault(kind, write, 0)));
            steps.addAll(cut);
            steps.addAll(scenario.subList(at + 1, scenario.size()));
            Simulation.Outcome outcome = run(stores, steps);
            assertThat(outcome.wrong())
                    .as("step %d %s, then %s", at + 1, new Fault(kind, write, 0).words(), cut)
                    .isEmpty();
            if (outcome.struck() == 0) {
                return write - 1;
            }
        }
    }

    private static Simulation.Outcome run(Supplier<Ports> stores, List<Step> steps) {
        return Simulation.run(new Schedule(0, steps), stores.get(), Route.AS_THE_RUNTIME_DOES, Trace.off());
    }
}
