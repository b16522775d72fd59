package io.purchaseorders.handlers.processor;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import java.util.List;
import java.util.Map;

/** Lambda's answer to a batch of a queue, and beside it, for whoever invokes the function directly, counts of outcomes. */
public final class BatchAnswer extends SQSBatchResponse {

    private final transient Map<String, Integer> outcomes;

    /** @param outcomes counts by {@code accepted}, {@code duplicate}, {@code conflict} and {@code rejected} */
    BatchAnswer(List<BatchItemFailure> failures, Map<String, Integer> outcomes) {
        super(failures);
        this.outcomes = Map.copyOf(outcomes);
    }

    public Map<String, Integer> getOutcomes() {
        return outcomes;
    }
}
