package io.purchaseorders.stream;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the mapping does next with a shard. */
public sealed interface Action {

    /** Read further records, from after the last one read. */
    record Fetch() implements Action {}

    /** Nothing before this instant. */
    record Sleep(Instant until) implements Action {}

    /** Call the function. The last invocation of a window has no records. */
    record Invoke(
            List<StreamRecord> records,
            Optional<Shard.Window> window,
            Map<String, String> state,
            boolean isFinal,
            boolean terminatedEarly)
            implements Action {}

    /** Give up on the records: send them to the on-failure destination, with their payload. */
    record Discard(List<StreamRecord> records, int attempts, Reason reason) implements Action {}

    /** The shard is closed and all of it is done; its children may begin. */
    record Finished() implements Action {}

    /** The service's words for why a batch was discarded. */
    enum Reason {
        RetryAttemptsExhausted,
        RecordAgeExceeded
    }
}
