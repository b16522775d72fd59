package io.purchaseorders.local.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of an invocation. */
public sealed interface Answer {

    /**
     * The function returned.
     *
     * @param state of the window, absent if the response had none
     * @param batchItemFailures the reported sequence numbers; an unusable identifier is an empty text
     */
    record Returned(Optional<Map<String, String>> state, List<String> batchItemFailures) implements Answer {}

    /** The function failed, or its response cannot be understood. */
    record Failed(String error) implements Answer {}

    /** Reads a response as the service does. */
    static Answer parse(byte[] response) {
        try {
            JsonNode json = new JsonMapper().readTree(response);
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
            return new Returned(state, List.copyOf(failures));
        } catch (JsonProcessingException e) {
            return new Failed("The response is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            return new Failed("The response is unreadable: " + e.getMessage());
        }
    }
}
