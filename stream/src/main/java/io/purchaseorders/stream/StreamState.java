package io.purchaseorders.stream;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that the mapping knows about a stream.
 *
 * @param parents every shard that was listed so far, with its parent if it has one
 * @param open the shards that are being read, by id; parents that are not finished keep their children out
 * @param finished closed shards of which all is done
 */
public record StreamState(Map<String, Optional<String>> parents, Map<String, Shard> open, Set<String> finished) {

    public StreamState {
        parents = Map.copyOf(parents);
        open = java.util.Collections.unmodifiableMap(
                new TreeMap<>(open)); // In one order, so that runs can be repeated.
        finished = Set.copyOf(finished);
    }

    /** A stream of which nothing is known but these shards, which need no further invocation. */
    public static StreamState of(Set<String> finished) {
        return new StreamState(Map.of(), Map.of(), finished);
    }

    /** The shard of this id, which must be open. */
    public Shard shard(String shardId) {
        Shard shard = open.get(shardId);
        if (shard == null) {
            throw new IllegalArgumentException("Shard " + shardId + " is not being read");
        }
        return shard;
    }

    StreamState with(Shard shard) {
        Map<String, Shard> next = new HashMap<>(open);
        next.put(shard.shardId(), shard);
        return new StreamState(parents, next, finished);
    }

    StreamState without(String shardId) {
        Map<String, Shard> next = new HashMap<>(open);
        next.remove(shardId);
        Set<String> done = new HashSet<>(finished);
        done.add(shardId);
        return new StreamState(parents, next, done);
    }
}
