package io.purchaseorders.cli;

import io.purchaseorders.replay.Replay;
import io.purchaseorders.stores.BirthStore.Birth;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.GenerationLoad;
import io.purchaseorders.stores.GenerationStore;
import io.purchaseorders.stores.Generations;
import io.purchaseorders.stores.QuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoBirthStore;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoGenerationStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionLoader;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.time.ZoneId;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** The register of generations of a running system, and the tables of each of them. */
record GenerationTables(Tables tables, GenerationStore register) {

    static GenerationTables of(Tables tables) {
        return new GenerationTables(tables, new DynamoGenerationStore(tables));
    }

    /** The register; a system that is up always has one. */
    Generations registered() {
        return register.read()
                .orElseThrow(() -> new UsageProblem(
                        "No generation of projections was born in these tables yet: publish an event first."));
    }

    /** Gives a new system its first generation; answers the register in any case. */
    Generations born(ZoneId wanted) {
        Optional<Generations> there = register.read();
        if (there.isPresent()) {
            return there.get();
        }
        Birth birth = new DynamoBirthStore(tables.inGeneration(Generation.FIRST))
                .write(new Birth(Generation.FIRST, wanted, 0));
        return register.create(Generations.first(birth.timeZone()));
    }

    /** Whether the table of a generation is there and its own. */
    boolean hasTable(int number) {
        return new DynamoBirthStore(tables.inGeneration(number)).read().isPresent();
    }

    /** The reporting time zone of a generation, as its table says. */
    ZoneId timeZone(int number) {
        return new DynamoBirthStore(tables.inGeneration(number))
                .read()
                .map(Birth::timeZone)
                .orElseThrow(() -> new UsageProblem(
                        "No generation of projections was born in these tables yet: publish an event first."));
    }

    /** Whether the table of a generation can be written to. */
    boolean tableIsReady(int number) {
        return status(number).equals(Optional.of(TableStatus.ACTIVE));
    }

    boolean tableExists(int number) {
        return status(number).isPresent();
    }

    private Optional<TableStatus> status(int number) {
        try {
            return Optional.of(tables.client()
                    .describeTable(describe -> describe.tableName(table(number)))
                    .table()
                    .tableStatus());
        } catch (ResourceNotFoundException absent) {
            return Optional.empty();
        }
    }

    String table(int number) {
        return tables.inGeneration(number).aggregations();
    }

    /** What is to be said of a generation whose table is gone. */
    String lost(int number) {
        return "The table " + table(number) + " of generation " + number
                + " was lost, and nothing is applied to it meanwhile: ./orders rebuild makes a new generation from the"
                + " events.";
    }

    EventReader events() {
        return new DynamoEventStore(tables);
    }

    DynamoProjectionStore projections(int number) {
        return new DynamoProjectionStore(tables.inGeneration(number));
    }

    DynamoShardStore shards(int number) {
        return new DynamoShardStore(tables.inGeneration(number));
    }

    QuarantineStore quarantine(int number) {
        return new DynamoQuarantineStore(tables.inGeneration(number));
    }

    Replay replay(Generation generation) {
        return new Replay(events(), projections(generation.number()), generation.timeZone());
    }

    GenerationLoad.Source source(int live) {
        return new GenerationLoad.Source(events(), quarantine(live));
    }

    GenerationLoad.Target target(int number) {
        Tables own = tables.inGeneration(number);
        return new GenerationLoad.Target(
                new DynamoProjectionLoader(own),
                new DynamoQuarantineStore(own),
                new DynamoBirthStore(own),
                new DynamoProjectionStore(own)::fits);
    }
}
