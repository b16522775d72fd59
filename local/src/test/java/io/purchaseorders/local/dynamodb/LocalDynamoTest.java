package io.purchaseorders.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.local.standin.StandIns;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

class LocalDynamoTest {

    private static final String TABLE = "purchase-orders-local";
    private static final int WRITES = 50;

    /** The process that is killed: says the stream's ARN once everything is written, and then only waits. */
    public static final class Victim {
        public static void main(String[] arguments) throws Exception {
            LocalDynamo dynamo = LocalDynamo.start(
                    0, Path.of(arguments[0]), StandIns.template().tables());
            for (int i = 0; i < WRITES; i++) {
                String key = Integer.toString(i);
                dynamo.client()
                        .putItem(put -> put.tableName(TABLE)
                                .item(Map.of(
                                        "orderId", AttributeValue.fromS(key), "timestamp", AttributeValue.fromS("t"))));
            }
            System.out.println("STREAM " + streamArn(dynamo));
            Thread.currentThread().join();
        }
    }

    private static String streamArn(LocalDynamo dynamo) {
        return dynamo.streams()
                .listStreams(request -> request.tableName(TABLE))
                .streams()
                .getFirst()
                .streamArn();
    }

    @Test
    void what_was_written_survives_a_kill_and_so_does_its_stream(@TempDir Path directory) throws Exception {
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Drepository.root=" + System.getProperty("repository.root", ".."),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Victim.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String streamArn = "";
        try (BufferedReader output = victim.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("STREAM ")) {
                    streamArn = line.substring("STREAM ".length());
                    break;
                }
            }
        } finally {
            victim.destroyForcibly().waitFor();
        }
        try (LocalDynamo dynamo =
                LocalDynamo.start(0, directory, StandIns.template().tables())) {
            assertThat(dynamo.client().scan(scan -> scan.tableName(TABLE)).count())
                    .isEqualTo(WRITES);
            assertThat(streamArn(dynamo)).isEqualTo(streamArn);
            assertThat(streamRecords(dynamo)).isEqualTo(WRITES);
        }
    }

    private static int streamRecords(LocalDynamo dynamo) {
        String arn = streamArn(dynamo);
        String shardId = dynamo.streams()
                .describeStream(request -> request.streamArn(arn))
                .streamDescription()
                .shards()
                .getFirst()
                .shardId();
        String iterator = dynamo.streams()
                .getShardIterator(request ->
                        request.streamArn(arn).shardId(shardId).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        return dynamo.streams()
                .getRecords(request -> request.shardIterator(iterator))
                .records()
                .size();
    }
}
