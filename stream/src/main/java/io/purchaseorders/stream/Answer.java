package io.purchaseorders.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of an invocation. */
public sealed interface Answer {

    /**
     * The function returned.
     *
     * @param state of the window, absent if the response had none
     * @param batchItemFailures the reported sequence numbers; an unusable identifier is an empty text
     */
    record Returned(Optional<Map<String, String>> state, List<String> batchItemFailures) implements Answer {}

    /** The function failed or timed out, or its response cannot be understood. */
    record Failed(String error) implements Answer {}
}
