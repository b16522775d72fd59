package io.purchaseorders.local.lambda.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.stream.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far each shard of one stream was processed, with the state of its open window: in memory, and in a file if there is
 * one. What it holds of another stream is forgotten, since that stream is read from its beginning anyway.
 */
final class Positions {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String STREAM = "streamArn";

    private final @Nullable Path file;
    private final ObjectNode content;

    Positions(@Nullable Path file, String streamArn) {
        this.file = file;
        ObjectNode read = read(file);
        this.content = read.path(STREAM).asText().equals(streamArn)
                ? read
                : JSON.createObjectNode().put(STREAM, streamArn);
    }

    synchronized Set<String> finished() {
        return content.properties().stream()
                .filter(shard -> shard.getValue().path("finished").asBoolean())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    synchronized Shard shard(String shardId) {
        JsonNode known = content.path(shardId);
        Optional<Shard.Window> window = known.has("windowStart")
                ? Optional.of(new Shard.Window(
                        Instant.parse(known.path("windowStart").asText()),
                        Instant.parse(known.path("windowEnd").asText())))
                : Optional.empty();
        Map<String, String> state = new HashMap<>();
        known.path("state")
                .properties()
                .forEach(member -> state.put(member.getKey(), member.getValue().asText()));
        Optional<String> position = known.has("completedThrough")
                ? Optional.of(known.path("completedThrough").asText())
                : Optional.empty();
        return Shard.from(shardId, position, window, state);
    }

    synchronized void remember(Shard shard, boolean finished) {
        ObjectNode entry = content.putObject(shard.shardId()).put("finished", finished);
        shard.completedThrough().ifPresent(position -> entry.put("completedThrough", position));
        shard.window().ifPresent(window -> {
            entry.put("windowStart", window.start().toString());
            entry.put("windowEnd", window.end().toString());
            ObjectNode state = entry.putObject("state");
            shard.state().forEach(state::put);
        });
        if (file != null) {
            write(file);
        }
    }

    /** A reader sees the old file or the new one, never half of one. */
    private void write(Path target) {
        try {
            Path temporary = target.resolveSibling(target.getFileName() + ".new");
            Files.write(temporary, JSON.writeValueAsBytes(content));
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // The position before is as good: whatever is processed again changes nothing.
            System.err.println("The stream's position could not be kept in " + target + ": " + e.getMessage());
        }
    }

    private static ObjectNode read(@Nullable Path file) {
        try {
            if (file != null && Files.exists(file) && JSON.readTree(file.toFile()) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // A damaged file is as good as none: the stream is read from its beginning, and processing is idempotent.
        }
        return JSON.createObjectNode();
    }
}
