package io.purchaseorders.cli;

import io.purchaseorders.events.AuthenticatedText;
import io.purchaseorders.replay.Replay;
import io.purchaseorders.stores.BirthStore.Birth;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.Generations;
import io.purchaseorders.stores.KeptEventCodes;
import io.purchaseorders.stores.dynamodb.DynamoBirthStore;
import io.purchaseorders.stores.dynamodb.DynamoEventKeysFile;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoGenerationStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;

/** The tables of a running system, and the time zone that its totals are reported in. */
record LiveTables(Tables tables, ZoneId zone) {

    /** The functions' variable with the reporting time zone. */
    static final String TIME_ZONE = "REPORTING_TIME_ZONE";

    /** Those of a system on this machine, which says in its tables which generation is live. */
    static LiveTables at(URI dynamoDb, String environment) {
        return live(withKeys(local(dynamoDb, environment)), ZoneId.of("UTC"));
    }

    /** With the keys of the codes where their file is and may be read; without them nothing can be verified. */
    private static Tables withKeys(Tables tables) {
        return new DynamoEventKeysFile(tables)
                .read()
                .filter(Files::isReadable)
                .map(file -> tables.with(new KeptEventCodes(() -> keys(file), System::nanoTime)))
                .orElse(tables);
    }

    private static String keys(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UsageProblem(
                    "The keys of the authentication codes cannot be read from " + file + ": " + e.getMessage());
        }
    }

    /** Has the tables of a system on this machine say where the keys of its authentication codes are. */
    static void tellKeys(URI dynamoDb, Path file) {
        new DynamoEventKeysFile(local(dynamoDb, Defaults.ENVIRONMENT)).write(file);
    }

    /** @param zoneBeforeBirth the reporting time zone where no generation was born yet */
    private static LiveTables live(Tables tables, ZoneId zoneBeforeBirth) {
        Generation live = new DynamoGenerationStore(tables)
                .read()
                .orElseGet(() -> Generations.first(zoneBeforeBirth))
                .liveOne();
        return new LiveTables(tables.inGeneration(live.number()), live.timeZone());
    }

    /** The same, once it is sure that the table of the live generation was not lost. */
    LiveTables requireTable() {
        GenerationTables all = generations();
        if (all.register().read().isPresent() && !all.hasTable(tables.generation())) {
            throw new UsageProblem(all.lost(tables.generation()));
        }
        return this;
    }

    /** Events of the snapshot that the live generation was loaded from; 0 where it read the stream alone. */
    long loadedEvents() {
        return new DynamoBirthStore(tables).read().map(Birth::events).orElse(0L);
    }

    GenerationTables generations() {
        return GenerationTables.of(tables);
    }

    /** The tables of a system on this machine, without keys; nothing is called yet. */
    static Tables local(URI dynamoDb, String environment) {
        Map<String, String> variables = new HashMap<>(names(environment));
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString());
        variables.put("AWS_REGION", "us-east-1");
        return Tables.of(variables);
    }

    /** Those of a stack on AWS, with the SDK's credentials: the stack says what they are called. */
    static LiveTables in(String region, String environment) {
        Map<String, String> variables = new HashMap<>(DeployedStack.settings(region, environment));
        variables.put("AWS_REGION", region);
        return of(variables);
    }

    /** Tables on AWS without functions, as a restore makes them, in the time zone of the stack that they come from. */
    static LiveTables restored(String region, String environment, String origin) {
        Map<String, String> variables = new HashMap<>(DeployedStack.settings(region, origin));
        variables.putAll(names(environment));
        variables.put("AWS_REGION", region);
        return of(variables);
    }

    /** The functions' variables that name tables: the contract fixes what the tables of an environment are called. */
    static Map<String, String> names(String environment) {
        return Map.of(
                "EVENTS_TABLE", "purchase-orders-" + environment,
                "AGGREGATIONS_TABLE", "order-aggregations-" + environment,
                "INTAKE_TABLE", "order-intake-" + environment);
    }

    private static LiveTables of(Map<String, String> variables) {
        return live(withReadableKeys(Tables.of(variables)), ZoneId.of(variables.get(TIME_ZONE)));
    }

    /** Without the keys where this caller may not read them: what needs them says so. */
    private static Tables withReadableKeys(Tables tables) {
        try {
            tables.codes().sign(new AuthenticatedText("", "", "", "", "", ""));
            return tables;
        } catch (SdkException unreadable) {
            return tables.with(EventCodes.WITHOUT_KEY);
        }
    }

    DynamoEventStore events() {
        return new DynamoEventStore(tables);
    }

    DynamoProjectionStore totals() {
        return new DynamoProjectionStore(tables);
    }

    DynamoQuarantineStore quarantine() {
        return new DynamoQuarantineStore(tables);
    }

    DynamoShardStore shards() {
        return new DynamoShardStore(tables);
    }

    Replay replay() {
        return new Replay(events(), totals(), zone);
    }
}
