package io.purchaseorders.local.lambda.mapping;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Stands in for the S3 destination: keeps discarded batches, as JSON files too if there is a directory. */
final class FailureDestination {

    private static final JsonMapper JSON = new JsonMapper();

    private final @Nullable Path directory;
    private final List<FailedBatch> batches = new CopyOnWriteArrayList<>();

    FailureDestination(@Nullable Path directory) {
        this.directory = directory;
    }

    List<FailedBatch> batches() {
        return List.copyOf(batches);
    }

    void put(FailedBatch batch) {
        batches.add(batch);
        if (directory == null) {
            return;
        }
        var document = JSON.createObjectNode();
        document.putObject("requestContext")
                .put("condition", batch.reason())
                .put("approximateInvokeCount", batch.attempts())
                .put("lastError", batch.lastError());
        document.put("timestamp", batch.at().toString());
        document.putObject("DDBStreamBatchInfo")
                .put("shardId", batch.shardId())
                .put("startSequenceNumber", batch.records().getFirst().sequenceNumber())
                .put("endSequenceNumber", batch.records().getLast().sequenceNumber())
                .put("batchSize", batch.records().size());
        var records = document.putObject("payload").putArray("Records");
        batch.records().forEach(record -> records.addRawValue(new RawValue(record.json())));
        try {
            Files.createDirectories(directory);
            Files.write(
                    directory.resolve(
                            batch.shardId() + "-" + batch.records().getFirst().sequenceNumber() + ".json"),
                    JSON.writeValueAsBytes(document));
        } catch (IOException e) {
            throw new UncheckedIOException("A discarded batch could not be kept", e);
        }
    }
}
