package io.purchaseorders.local.lambda.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.stream.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a function's response as the service does. */
final class ResponseJson {

    private static final JsonMapper JSON = new JsonMapper();

    private ResponseJson() {}

    static Answer parse(byte[] response) {
        try {
            JsonNode json = JSON.readTree(response);
            Optional<Map<String, String>> state = Optional.empty();
            if (json.path("state").isObject()) {
                Map<String, String> members = new HashMap<>();
                json.path("state")
                        .properties()
                        .forEach(member ->
                                members.put(member.getKey(), member.getValue().asText()));
                state = Optional.of(Map.copyOf(members));
            }
            List<String> failures = new ArrayList<>();
            json.path("batchItemFailures")
                    .forEach(failure ->
                            failures.add(failure.path("itemIdentifier").asText("")));
            return new Answer.Returned(state, List.copyOf(failures));
        } catch (JsonProcessingException e) {
            return new Answer.Failed("The response is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            return new Answer.Failed("The response is unreadable: " + e.getMessage());
        }
    }
}
