package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** A batch is applied as far as there is time for. */
@NullMarked
class BatchPartsTest {

    private final List<StreamRecord> records = records();
    private final List<Integer> parts = new ArrayList<>();
    private final AtomicInteger left = new AtomicInteger(120_000);

    private static List<StreamRecord> records() {
        List<StreamRecord> records = new ArrayList<>();
        new RandomHistories(1)
                .recorded(2, 10)
                .forEach(event -> records.add(new StreamRecord.Insert(
                        new SequencedEvent(SequenceNumber.of(String.valueOf(records.size() + 1)), event))));
        return records;
    }

    private BatchParts.Outcome apply(int size, int millisARecord) {
        Context context = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> left.get());
        return new BatchParts(size).apply(records, context, part -> {
            if (!part.isEmpty()) {
                parts.add(part.size());
            }
            left.addAndGet(-millisARecord * part.size());
            return Applied.nothing(part.size());
        });
    }

    @Test
    void an_ordinary_batch_is_one_part() {
        BatchParts.Outcome outcome = apply(BatchParts.OWN.size(), 100);
        assertThat(parts).containsExactly(records.size());
        assertThat(outcome.rest()).isEmpty();
        assertThat(outcome.applied().delivered()).isEqualTo(records.size());
    }

    @Test
    void a_large_one_goes_on_for_as_long_as_there_is_time_for_a_part_twice_as_slow_as_any_before() {
        BatchParts.Outcome outcome = apply(1, 20_000);
        // 120 s, 20 s each: after the fourth 40 s are left, and less than 45 is too little.
        assertThat(parts).containsExactly(1, 1, 1, 1);
        assertThat(outcome.applied().delivered()).isEqualTo(4);
        assertThat(outcome.rest()).isEqualTo(records.subList(4, records.size()));
        assertThat(left.get()).isPositive();
    }

    @Test
    void the_first_part_is_applied_however_little_time_there_is() {
        left.set(1);
        assertThat(apply(1, 1_000).rest()).hasSize(records.size() - 1);
    }

    @Test
    void a_record_larger_than_a_part_is_a_part() {
        apply(1, 0);
        assertThat(parts).hasSize(records.size()).containsOnly(1);
    }

    @Test
    void parts_are_as_large_as_they_may_be_and_hold_every_record_once_in_order() {
        apply(400, 0);
        assertThat(parts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(records.size());
        assertThat(parts).hasSizeBetween(2, records.size() - 1);
    }
}
