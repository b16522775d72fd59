package io.purchaseorders.handlers.simulation;

import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * Everything that is to happen, and nothing else does.
 *
 * @param batchSize the mapping's, 0 for the template's own
 */
@NullMarked
record Schedule(int batchSize, List<Step> steps) {

    Schedule {
        steps = List.copyOf(steps);
    }

    Schedule with(List<Step> other) {
        return new Schedule(batchSize, other);
    }

    String words() {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            words.append("%3d. %s%n".formatted(i + 1, steps.get(i).words()));
        }
        return words.toString();
    }
}
