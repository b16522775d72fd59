package io.purchaseorders.notary;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ExportFormat;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.ExportType;
import software.amazon.awssdk.services.dynamodb.model.ExportViewType;
import software.amazon.awssdk.services.dynamodb.model.S3SseAlgorithm;

/** Exports by DynamoDB itself, from point-in-time recovery: they take nothing of the table's capacity. */
final class TableExports implements ExportRequests {

    private final DynamoDbClient dynamoDb;
    private final String tableArn;
    private final String bucket;
    private final String keyArn;

    /** @param keyArn the key that what is exported is encrypted with */
    TableExports(DynamoDbClient dynamoDb, String tableArn, String bucket, String keyArn) {
        this.dynamoDb = dynamoDb;
        this.tableArn = tableArn;
        this.bucket = bucket;
        this.keyArn = keyArn;
    }

    @Override
    public Instant latest() {
        String table = tableArn.substring(tableArn.lastIndexOf('/') + 1);
        return dynamoDb.describeContinuousBackups(backups -> backups.tableName(table))
                .continuousBackupsDescription()
                .pointInTimeRecoveryDescription()
                .latestRestorableDateTime();
    }

    @Override
    public String begin(Optional<Instant> since, Instant through, String token) {
        ExportTableToPointInTimeRequest.Builder request = ExportTableToPointInTimeRequest.builder()
                .tableArn(tableArn)
                .s3Bucket(bucket)
                .s3SseAlgorithm(S3SseAlgorithm.KMS)
                .s3SseKmsKeyId(keyArn)
                .exportFormat(ExportFormat.DYNAMODB_JSON)
                .clientToken(token);
        since.ifPresentOrElse(
                from -> request.exportType(ExportType.INCREMENTAL_EXPORT)
                        .incrementalExportSpecification(increment -> increment
                                .exportFromTime(from)
                                .exportToTime(through)
                                .exportViewType(ExportViewType.NEW_AND_OLD_IMAGES)),
                () -> request.exportType(ExportType.FULL_EXPORT).exportTime(through));
        return dynamoDb.exportTableToPointInTime(request.build())
                .exportDescription()
                .exportArn();
    }

    @Override
    public Status status(String arn) {
        return switch (dynamoDb.describeExport(export -> export.exportArn(arn))
                .exportDescription()
                .exportStatus()) {
            case COMPLETED -> Status.FINISHED;
            case FAILED -> Status.FAILED;
            case IN_PROGRESS, UNKNOWN_TO_SDK_VERSION -> Status.RUNNING;
        };
    }
}
