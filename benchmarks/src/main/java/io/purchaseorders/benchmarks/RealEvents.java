package io.purchaseorders.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.local.lambda.FunctionError;
import io.purchaseorders.local.lambda.LambdaFunction;
import io.purchaseorders.local.secretsmanager.SecretsManager;
import io.purchaseorders.local.sqs.QueueEvents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** Events as the services hand them to the functions, each of something that has not been handed over before. */
final class RealEvents {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String REQUEST = """
            {"resource":"%s","path":"%s","httpMethod":"GET",\
            "headers":{"Accept":"application/json","Host":"api.example","User-Agent":"curl/8.5.0"},\
            "multiValueHeaders":{"Accept":["application/json"],"Host":["api.example"],"User-Agent":["curl/8.5.0"]},\
            "queryStringParameters":null,"multiValueQueryStringParameters":null,"pathParameters":{"%s":"%s"},\
            "stageVariables":null,"requestContext":{"accountId":"000000000000","apiId":"local","stage":"v1",\
            "resourcePath":"%1$s","httpMethod":"GET","path":"/v1%2$s","protocol":"HTTP/1.1",\
            "requestId":"f6c7b5f0-1b3c-4f53-8a52-4c4a5b1c0d11","requestTimeEpoch":1795428931000,\
            "identity":{"sourceIp":"127.0.0.1","userAgent":"curl/8.5.0"},"authorizer":{"claims":\
            {"sub":"auditor","client_id":"auditor","scope":"orders/read","token_use":"access"}}},\
            "body":null,"isBase64Encoded":false}""";

    private final LocalDynamo dynamo;
    private final SecretsManager secrets;
    private final String streamArn;
    private final String shardId;
    private final LambdaFunction processor;
    private String position;
    private int orders;

    /** Registers the stream's shard: only the first batch of a shard ever does that. */
    RealEvents(LocalDynamo dynamo, SecretsManager secrets, StackTemplate template) throws FunctionError {
        this.dynamo = dynamo;
        this.secrets = secrets;
        this.streamArn = dynamo.streams().listStreams().streams().getFirst().streamArn();
        this.shardId = dynamo.streams()
                .describeStream(describe -> describe.streamArn(streamArn))
                .streamDescription()
                .shards()
                .getFirst()
                .shardId();
        this.position = dynamo.streams()
                .getShardIterator(get ->
                        get.streamArn(streamArn).shardId(shardId).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        this.processor = hosted(template, ".OrderProcessor");
        LambdaFunction aggregator = hosted(template, ".OrderAggregator");
        aggregator.invoke(batch().getBytes(StandardCharsets.UTF_8));
    }

    private LambdaFunction hosted(StackTemplate template, String handler) {
        return new LambdaFunction(definition(template, handler), Cold.surroundings(dynamo, secrets), Optional.empty());
    }

    static FunctionDefinition definition(StackTemplate template, String handler) {
        return template.functions().stream()
                .filter(function -> function.handler().endsWith(handler))
                .findFirst()
                .orElseThrow();
    }

    /** From the queue: a batch of one event, a new order. */
    String queued() {
        return new String(QueueEvents.of(List.of(envelope())), StandardCharsets.UTF_8);
    }

    private String envelope() {
        return """
            {"version":"0","id":"7bf73129-1428-4cd3-a780-95db273d1602","detail-type":"OrderPlaced","source":"shop",\
            "account":"000000000000","time":"2026-11-23T10:15:31Z","region":"us-east-1","resources":[],\
            "detail":{"eventId":"e-1","orderId":"%s","occurredAt":"2026-11-23T10:15:30Z","customerId":"C-7",\
            "currency":"EUR","lines":[{"sku":"LAMP","quantity":2,"unitPrice":"9.95"},\
            {"sku":"SHADE","quantity":1,"unitPrice":"4.50","discount":"0.50"}],"shipping":"4.90"}}""".formatted("PO-" + ++orders);
    }

    /** From the stream: the one record of a new order, within a window that goes on. */
    String batch() throws FunctionError {
        processor.invoke(queued().getBytes(StandardCharsets.UTF_8));
        List<Record> records = List.of();
        while (records.isEmpty() || !orderId(records.getLast()).equals("PO-" + orders)) {
            var answer = dynamo.streams().getRecords(get -> get.shardIterator(position));
            position = answer.nextShardIterator();
            records = answer.records();
        }
        ObjectNode event = JSON.createObjectNode();
        add(event.withArray("Records").addObject(), records.getLast());
        event.putObject("window").put("start", "2026-11-23T10:15:00Z").put("end", "2026-11-23T10:16:00Z");
        event.putObject("state");
        event.put("shardId", shardId).put("eventSourceARN", streamArn);
        event.put("isFinalInvokeForWindow", false).put("isWindowTerminatedEarly", false);
        return event.toString();
    }

    private static String orderId(Record record) {
        return record.dynamodb()
                .keys()
                .getOrDefault("orderId", AttributeValue.fromS(""))
                .s();
    }

    private void add(ObjectNode json, Record record) {
        json.put("eventID", record.eventID()).put("eventName", record.eventNameAsString());
        json.put("eventVersion", record.eventVersion()).put("eventSource", "aws:dynamodb");
        json.put("awsRegion", "us-east-1").put("eventSourceARN", streamArn);
        var change = record.dynamodb();
        ObjectNode image = json.putObject("dynamodb")
                .put(
                        "ApproximateCreationDateTime",
                        change.approximateCreationDateTime().getEpochSecond())
                .put("SequenceNumber", change.sequenceNumber())
                .put("SizeBytes", change.sizeBytes())
                .put("StreamViewType", change.streamViewTypeAsString())
                .putObject("NewImage");
        Map<String, AttributeValue> item = change.newImage();
        item.forEach((name, value) ->
                image.putObject(name).put(value.type().name(), value.n() != null ? value.n() : value.s()));
    }

    /** From API Gateway: the order that came last. */
    String order() {
        return REQUEST.formatted("/orders/{orderId}", "/orders/PO-" + orders, "orderId", "PO-" + orders);
    }

    /** From API Gateway: the last 31 days of all orders. */
    static String days() {
        return REQUEST.formatted("/aggregations/{aggregationKey}", "/aggregations/ALL", "aggregationKey", "ALL");
    }
}
