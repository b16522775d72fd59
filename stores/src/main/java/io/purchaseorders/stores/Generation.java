package io.purchaseorders.stores;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * One generation of the projections: a table of its own, and a consumer of the events' stream that writes it.
 *
 * @param number 1 for the first; none is given twice, so that a late writer never meets a table that it was not made for
 * @param timeZone the reporting time zone that its periods are in
 * @param isConsumed whether the system that runs says that it feeds this generation from the stream
 * @param snapshotAt when the events were read that it was built from; nothing for one that read the stream alone
 * @param loaded how much of that snapshot is in its table
 * @param comparedAt when its rows were last found equal to a fold of the events
 */
@Value.Builder
public record Generation(
        int number,
        ZoneId timeZone,
        State state,
        boolean isConsumed,
        Optional<Instant> snapshotAt,
        Loaded loaded,
        Optional<Instant> comparedAt) {

    /** The number of the first one, which is born with the system. */
    public static final int FIRST = 1;

    /** Where a generation is in its life. */
    public enum State {
        /** Its table is being loaded from a snapshot; the stream must not reach it yet. */
        BUILDING,
        /** The stream reaches it. */
        FED,
        /** The stream stands still before it, so that its rows can be compared, or another one be made live. */
        HELD,
        /** Its table may go, and no question reaches it any more. */
        RETIRED
    }

    /**
     * How much of a snapshot is loaded.
     *
     * @param orders whose rows are in the table
     * @param ofOrders all orders of the snapshot; 0 while they are not counted yet
     */
    public record Loaded(long orders, long ofOrders) {
        public static final Loaded NOTHING = new Loaded(0, 0);
    }

    /** The one that is fed from the stream's beginning. */
    static Generation first(ZoneId timeZone) {
        return new Generation(FIRST, timeZone, State.FED, false, Optional.empty(), Loaded.NOTHING, Optional.empty());
    }

    Generation in(State next) {
        return new GenerationBuilder().from(this).state(next).build();
    }

    /** Whether its rows were found to be what the events say, or it was fed from the stream's beginning. */
    public boolean isCompared() {
        return number == FIRST || comparedAt.isPresent();
    }

    /** Whether it has a table that is in use, or will be. */
    public boolean isKept() {
        return state != State.RETIRED;
    }

    /** Whether questions may be answered from it. */
    public boolean isReadable() {
        return state == State.FED || state == State.HELD;
    }
}
