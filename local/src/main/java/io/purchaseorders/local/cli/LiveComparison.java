package io.purchaseorders.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.local.UsageProblem;
import io.purchaseorders.local.replay.Replay.Report;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Replays what a running system holds, and says where its projections differ. */
final class LiveComparison implements Comparison {

    @Override
    public boolean run(int dynamoDbPort, String environment, boolean json, PrintWriter out) {
        URI dynamoDb = URI.create("http://localhost:" + dynamoDbPort);
        try {
            Report report = LiveTables.at(dynamoDb, environment).replay().settled();
            out.println(json ? json(report) : text(report));
            return report.isEqual();
        } catch (SdkClientException e) {
            throw new UsageProblem("Nothing answers at " + dynamoDb
                    + ": start the system with ./orders up, or name its port with --dynamodb-port.");
        } catch (ResourceNotFoundException e) {
            throw new UsageProblem("There are no tables of the environment " + environment + " at " + dynamoDb
                    + ": name another with --env.");
        } catch (DynamoDbException e) {
            throw new UsageProblem("What answers at " + dynamoDb + " is not the tables' DynamoDB (HTTP "
                    + e.statusCode() + "): name its port with --dynamodb-port.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageProblem("The replay was interrupted before its end: run it again.");
        }
    }

    /** One line a difference, then the verdict. */
    static String text(Report report) {
        StringBuilder text = new StringBuilder();
        report.differences()
                .forEach(difference -> text.append("differs: ")
                        .append(difference.row())
                        .append(": ")
                        .append(difference.finding())
                        .append(System.lineSeparator()));
        String replayed = String.format(
                "replayed %,d events of %,d orders into %,d rows",
                report.eventCount(), report.orderCount(), report.rowCount());
        return text.append(
                        report.isEqual()
                                ? "equal: " + replayed + ", all as the live projections have them"
                                : "NOT equal: " + replayed + ", "
                                        + report.differences().size() + " differences")
                .toString();
    }

    private static String json(Report report) {
        try {
            return JsonMapper.builder()
                    .build()
                    .writeValueAsString(Map.of(
                            "equal", report.isEqual(),
                            "events", report.eventCount(),
                            "orders", report.orderCount(),
                            "rows", report.rowCount(),
                            "differences",
                                    report.differences().stream()
                                            .map(difference -> Map.of(
                                                    "row", difference.row(),
                                                    "finding", difference.finding()))
                                            .toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and numbers can always be written", e);
        }
    }
}
