package io.purchaseorders.clients.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Something in an account.
 *
 * @param name what its service tells it from others of its type by
 * @param properties resolved
 * @param number counted up by the account; what is made anew under the same name has another one
 */
record Resource(String type, String name, JsonNode properties, int number) {

    static final String REGION = "eu-central-1";
    static final String ACCOUNT = "123456789012";

    /** What Ref answers: most types' name, some types' ARN or address. */
    JsonNode reference() {
        return switch (type) {
            case "AWS::Lambda::Alias", "AWS::Lambda::Version", "AWS::IAM::ManagedPolicy", "AWS::SNS::Topic" ->
                TextNode.valueOf(arn());
            case "AWS::SQS::Queue" ->
                TextNode.valueOf("https://sqs." + REGION + ".amazonaws.com/" + ACCOUNT + "/" + name);
            case "AWS::ApiGateway::Stage" -> properties.path("StageName");
            case "AWS::Events::Rule" -> properties.path("Name");
            default -> TextNode.valueOf(name);
        };
    }

    /** An attribute of a value that another resource can take. */
    JsonNode attribute(String attribute) {
        return switch (attribute) {
            case "Arn", "AliasArn", "FunctionArn", "TopicArn", "PolicyArn" -> TextNode.valueOf(arn());
            case "StreamArn" -> TextNode.valueOf(arn() + "/stream/" + number);
            case "Version" -> TextNode.valueOf(name.substring(name.lastIndexOf(':') + 1));
            case "QueueName", "Name", "FunctionName" -> TextNode.valueOf(name);
            case "DnsEntries" ->
                JsonNodeFactory.instance.arrayNode().add("Z1:vpce-" + number + "." + REGION + ".vpce.amazonaws.com");
            default -> TextNode.valueOf(name + "." + attribute);
        };
    }

    String arn() {
        String service = type.split("::", 3)[1].toLowerCase(java.util.Locale.ROOT);
        return switch (type) {
            case "AWS::S3::Bucket" -> "arn:aws:s3:::" + name;
            case "AWS::IAM::Role", "AWS::IAM::ManagedPolicy" -> {
                String kind = type.endsWith("Role") ? "role" : "policy";
                yield "arn:aws:iam::" + ACCOUNT + ":" + kind
                        + properties.path("Path").asText("/") + name;
            }
            default -> "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + name;
        };
    }
}
