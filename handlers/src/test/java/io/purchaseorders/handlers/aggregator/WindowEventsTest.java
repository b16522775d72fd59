package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the managed runtime's own serialization. */
@NullMarked
class WindowEventsTest {

    private static final String RECORD = """
            {"eventID":"1","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"eu-west-1",
             "dynamodb":{"ApproximateCreationDateTime":1.795428931E9,"Keys":{"orderId":{"S":"o"},"timestamp":{"S":"t"}},
               "NewImage":{"s":{"S":"\\u00e4"},"n":{"N":"12.50"},"b":{"B":"AAEC"},"bool":{"BOOL":false},"null":{"NULL":true},
                 "ss":{"SS":["a","b"]},"ns":{"NS":["1"]},"bs":{"BS":["AA=="]},"l":{"L":[{"S":"x"},{"L":[]},{"M":{}}]},
                 "m":{"M":{"k":{"N":"1"}}}},
               "SequenceNumber":"111","SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES"},
             "userIdentity":{"principalId":"dynamodb.amazonaws.com","type":"Service"},
             "eventSourceARN":"arn:aws:dynamodb:eu-west-1:1:table/t/stream/s"}""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"Records\":[],\"window\":{\"start\":\"a\",\"end\":\"b\"},\"state\":{},\"shardId\":\"s\"}",
                "{\"Records\":[%1$s,%1$s],\"state\":{\"delivered\":\"1\"},\"shardId\":\"s\",\"eventSourceARN\":\"arn\","
                        + "\"isFinalInvokeForWindow\":true,\"isWindowTerminatedEarly\":false,\"more\":{\"a\":[1]}}",
            })
    void reads_what_the_runtime_reads(String template) throws IOException {
        String json = template.formatted(RECORD);
        DynamodbTimeWindowEvent theirs = LambdaEventSerializers.serializerFor(
                        DynamodbTimeWindowEvent.class, WindowEventsTest.class.getClassLoader())
                .fromJson(json);
        DynamodbTimeWindowEvent ours = WindowEvents.read(bytes(json));
        assertThat(ours)
                .usingRecursiveComparison()
                .as("but for what nobody reads")
                .ignoringFieldsMatchingRegexes(".*approximateCreationDateTime", ".*streamViewType")
                .isEqualTo(theirs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{\"Records\":[1]}", "{\"Records\":["})
    void refuses_what_is_no_batch(String json) {
        assertThatThrownBy(() -> WindowEvents.read(bytes(json))).isInstanceOf(IOException.class);
    }

    @Test
    void answers_as_the_runtime_does() throws IOException {
        TimeWindowEventResponse response = TimeWindowEventResponse.builder()
                .withState(Map.of("delivered", "1"))
                .withBatchItemFailures(List.of())
                .build();
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        WindowEvents.write(response, ours);
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        JacksonFactory.getInstance()
                .getSerializer(TimeWindowEventResponse.class)
                .toJson(response, theirs);
        assertThat(ours).hasToString(theirs.toString(StandardCharsets.UTF_8));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
