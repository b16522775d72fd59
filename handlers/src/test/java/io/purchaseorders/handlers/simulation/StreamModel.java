package io.purchaseorders.handlers.simulation;

import io.purchaseorders.stream.StreamRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * A table's stream: shards that end, roll over and split, each order in one open shard at a time, sequence numbers that
 * rise over all of them.
 */
@NullMarked
final class StreamModel {

    /** Orders fall into so many slots, and a shard has a range of them: enough for four generations of splits. */
    private static final int SLOTS = 16;

    /** Real numbers have 21 digits and gaps. */
    private static final long FIRST_NUMBER = 100_000_000_000L;

    private static final int GAP = 7;

    private final Map<String, Shard> shards = new LinkedHashMap<>();
    private long lastNumber = FIRST_NUMBER;

    private static final class Shard {
        private final Optional<String> parent;
        private final int from;
        private final int to;
        private final List<StreamRecord> records = new ArrayList<>();
        private boolean closed;

        Shard(Optional<String> parent, int from, int to) {
            this.parent = parent;
            this.from = from;
            this.to = to;
        }
    }

    StreamModel() {
        open(Optional.empty(), 0, SLOTS);
    }

    private void open(Optional<String> parent, int from, int to) {
        shards.put("shard-" + shards.size(), new Shard(parent, from, to));
    }

    /** A shard and what it holds of the stream's records. */
    record Found(List<StreamRecord> records, boolean closed) {}

    /** Every shard with its parent. */
    Map<String, Optional<String>> listed() {
        Map<String, Optional<String>> listed = new LinkedHashMap<>();
        shards.forEach((id, shard) -> listed.put(id, shard.parent));
        return listed;
    }

    List<String> openShards() {
        return shards.entrySet().stream()
                .filter(shard -> !shard.getValue().closed)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Puts a record into the open shard that has its order; answers its sequence number. */
    String append(String orderId, Instant at, String json) {
        int slot = Math.floorMod(orderId.hashCode(), SLOTS);
        Shard shard = shards.values().stream()
                .filter(each -> !each.closed && each.from <= slot && slot < each.to)
                .findFirst()
                .orElseThrow();
        lastNumber += 1 + lastNumber % GAP;
        String number = String.valueOf(lastNumber);
        shard.records.add(new StreamRecord(number, at, json));
        return number;
    }

    void rollOver(String shardId) {
        Shard shard = shard(shardId);
        shard.closed = true;
        open(Optional.of(shardId), shard.from, shard.to);
    }

    /** A shard with a single slot cannot split: it rolls over. */
    void split(String shardId) {
        Shard shard = shard(shardId);
        int middle = (shard.from + shard.to) / 2;
        if (middle == shard.from) {
            rollOver(shardId);
            return;
        }
        shard.closed = true;
        open(Optional.of(shardId), shard.from, middle);
        open(Optional.of(shardId), middle, shard.to);
    }

    /** What one read finds behind a record, at most so many; closed where nothing will ever follow. */
    Found read(String shardId, Optional<String> after, int most) {
        Shard shard = shard(shardId);
        int from = after.map(number -> indexBehind(shard, number)).orElse(0);
        int to = (int) Math.min(shard.records.size(), (long) from + most);
        return new Found(List.copyOf(shard.records.subList(from, to)), shard.closed && to == shard.records.size());
    }

    List<StreamRecord> records(String shardId) {
        return List.copyOf(shard(shardId).records);
    }

    private static int indexBehind(Shard shard, String number) {
        for (int i = shard.records.size(); i > 0; i--) {
            if (shard.records.get(i - 1).sequenceNumber().equals(number)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no record " + number);
    }

    private Shard shard(String shardId) {
        Shard shard = shards.get(shardId);
        if (shard == null) {
            throw new IllegalArgumentException("no shard " + shardId);
        }
        return shard;
    }
}
