package io.purchaseorders.stores.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.Generation.Loaded;
import io.purchaseorders.stores.Generation.State;
import io.purchaseorders.stores.GenerationBuilder;
import io.purchaseorders.stores.Generations;
import io.purchaseorders.stores.Generations.Succession;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The register of generations as JSON; its members are stored names. */
final class GenerationsCodec {

    private static final String LIVE = "live";
    private static final String BEFORE = "before";
    private static final String LIVE_AT = "liveAt";
    private static final String ALL = "generations";
    private static final String NUMBER = "number";
    private static final String TIME_ZONE = "timeZone";
    private static final String STATE = "state";
    private static final String CONSUMED = "consumed";
    private static final String SNAPSHOT_AT = "snapshotAt";
    private static final String LOADED = "loadedOrders";
    private static final String OF_ORDERS = "ofOrders";
    private static final String COMPARED_AT = "comparedAt";

    private GenerationsCodec() {}

    static String write(Generations generations) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put(LIVE, generations.live());
        generations
                .succession()
                .ifPresent(change -> json.put(BEFORE, change.before())
                        .put(LIVE_AT, change.at().toString()));
        var all = json.putArray(ALL);
        generations.all().forEach(generation -> all.add(write(generation)));
        return DetailJson.write(json);
    }

    private static ObjectNode write(Generation generation) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put(NUMBER, generation.number())
                .put(TIME_ZONE, generation.timeZone().getId())
                .put(STATE, generation.state().name())
                .put(CONSUMED, generation.isConsumed())
                .put(LOADED, generation.loaded().orders())
                .put(OF_ORDERS, generation.loaded().ofOrders());
        generation.snapshotAt().ifPresent(at -> json.put(SNAPSHOT_AT, at.toString()));
        generation.comparedAt().ifPresent(at -> json.put(COMPARED_AT, at.toString()));
        return json;
    }

    static Generations read(long version, String text) {
        try {
            JsonNode json = DetailJson.MAPPER.readTree(text);
            List<Generation> all = new ArrayList<>();
            json.path(ALL).forEach(one -> all.add(read(one)));
            return new Generations(
                    version,
                    json.path(LIVE).asInt(),
                    all,
                    instant(json, LIVE_AT)
                            .map(at -> new Succession(json.path(BEFORE).asInt(), at)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the register of generations is not JSON", e);
        }
    }

    private static Generation read(JsonNode json) {
        return new GenerationBuilder()
                .number(json.path(NUMBER).asInt())
                .timeZone(ZoneId.of(json.path(TIME_ZONE).asText()))
                .state(State.valueOf(json.path(STATE).asText()))
                .isConsumed(json.path(CONSUMED).asBoolean())
                .snapshotAt(instant(json, SNAPSHOT_AT))
                .loaded(new Loaded(
                        json.path(LOADED).asLong(), json.path(OF_ORDERS).asLong()))
                .comparedAt(instant(json, COMPARED_AT))
                .build();
    }

    private static Optional<Instant> instant(JsonNode json, String name) {
        return json.has(name) ? Optional.of(Instant.parse(json.path(name).asText())) : Optional.empty();
    }
}
