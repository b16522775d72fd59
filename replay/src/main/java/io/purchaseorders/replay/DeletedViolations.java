package io.purchaseorders.replay;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.Checkpoint;
import io.purchaseorders.stores.ShardReader;
import io.purchaseorders.stores.ShardRow;
import io.purchaseorders.stores.Violation;
import java.util.ArrayList;
import java.util.List;

/** When the violations were done that the stream told of and that are gone: its windows counted them. */
final class DeletedViolations {

    private DeletedViolations() {}

    /**
     * The windows that counted more violations than there are of them, in words; of shards that are rolled up nothing else is
     * known.
     *
     * @param kept those that are still there and count as a record each
     */
    static List<String> when(List<Violation> kept, ShardReader shards) {
        List<String> when = new ArrayList<>();
        for (ShardRow shard : shards.shards()) {
            List<Violation> ofShard = kept.stream()
                    .filter(violation -> violation.shardId().equals(shard.shardId()))
                    .toList();
            long gone = shard.recordCounts().violations() - ofShard.size();
            for (Checkpoint checkpoint : shards.checkpoints(shard.shardId())) {
                long goneHere = checkpoint.recordCounts().violations()
                        - ofShard.stream()
                                .filter(violation -> isOf(checkpoint, violation.at()))
                                .count();
                gone -= goneHere;
                if (goneHere > 0) {
                    when.add("between " + checkpoint.start() + " and " + checkpoint.end());
                }
            }
            if (gone > 0) {
                when.add(shard.window()
                        .endedTo()
                        .map(end -> "after " + end)
                        .orElse("in the first window of shard " + shard.shardId()));
            }
        }
        return when.isEmpty() ? List.of("in shards of the stream that are over") : when;
    }

    private static boolean isOf(Checkpoint checkpoint, SequenceNumber at) {
        return checkpoint.first().filter(first -> first.compareTo(at) <= 0).isPresent()
                && checkpoint.last().filter(last -> last.compareTo(at) >= 0).isPresent();
    }
}
