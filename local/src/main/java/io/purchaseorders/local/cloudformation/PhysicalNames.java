package io.purchaseorders.local.cloudformation;

import static io.purchaseorders.local.cloudformation.Intrinsics.ACCOUNT;
import static io.purchaseorders.local.cloudformation.Intrinsics.REGION;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code Ref} and {@code GetAtt} answer for a resource: the documented return values of its type. */
final class PhysicalNames {

    private PhysicalNames() {}

    /** The properties that a resource is named by; only they are worked out for a reference, so no cycle can arise. */
    static Map<String, JsonNode> naming(JsonNode resource) {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        resource.path("Properties").properties().forEach(property -> {
            if (property.getKey().endsWith("Name")) {
                properties.put(property.getKey(), property.getValue());
            }
        });
        return properties;
    }

    static String ref(String logicalId, JsonNode named) {
        return switch (named.path("Type").asText()) {
            case "AWS::DynamoDB::Table" -> named.path("TableName").asText(logicalId);
            case "AWS::Lambda::Function" -> named.path("FunctionName").asText(logicalId);
            case "AWS::Lambda::Alias" ->
                functionArn(named.path("FunctionName").asText()) + ":"
                        + named.path("Name").asText();
            case "AWS::Events::EventBus", "AWS::Events::Rule" ->
                named.path("Name").asText(logicalId);
            case "AWS::SecretsManager::Secret" -> secretArn(logicalId, named);
            case "AWS::S3::Bucket" -> named.path("BucketName").asText(logicalId);
            case "AWS::SQS::Queue" ->
                "https://sqs." + REGION + ".amazonaws.com/" + ACCOUNT + "/"
                        + named.path("QueueName").asText(logicalId);
            default -> logicalId;
        };
    }

    static String attribute(String logicalId, String attribute, JsonNode named) {
        String type = named.path("Type").asText();
        return switch (type + "." + attribute) {
            case "AWS::DynamoDB::Table.Arn" -> arn("dynamodb", "table/" + ref(logicalId, named));
            case "AWS::DynamoDB::Table.StreamArn" -> streamArn(ref(logicalId, named));
            case "AWS::Lambda::Function.Arn" -> functionArn(ref(logicalId, named));
            case "AWS::Events::EventBus.Arn" -> arn("events", "event-bus/" + ref(logicalId, named));
            case "AWS::Events::EventBus.Name" -> ref(logicalId, named);
            case "AWS::S3::Bucket.Arn" -> "arn:aws:s3:::" + ref(logicalId, named);
            case "AWS::SQS::Queue.Arn" -> queueArn(named.path("QueueName").asText(logicalId));
            case "AWS::EC2::VPCEndpoint.DnsEntries" -> "local:" + logicalId; // a zone, then a name
            default -> logicalId + "." + attribute; // Nothing that runs on one machine asks for the others.
        };
    }

    static String streamArn(String table) {
        return arn("dynamodb", "table/" + table + "/stream/local");
    }

    static String functionArn(String name) {
        return name.startsWith("arn:") ? name : arn("lambda", "function:" + name);
    }

    /** Without the six characters that the service adds to a name. */
    static String secretArn(String logicalId, JsonNode named) {
        return arn("secretsmanager", "secret:" + named.path("Name").asText(logicalId));
    }

    static String queueArn(String name) {
        return arn("sqs", name);
    }

    private static String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + resource;
    }
}
