package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.clients.Document.Operation;
import io.purchaseorders.clients.Document.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends requests of the document's operations, and holds every answer to the document. */
final class Walker {

    private static final String EVERYTHING = String.join(" ", RunningApi.READ, RunningApi.AUDIT, RunningApi.PUBLISH);
    private static final String PROBLEM = "/components/schemas/Problem";

    /** What no answer may tell: names and traces of what is inside. */
    private static final List<String> INSIDE = List.of(
            "Exception",
            "\tat ",
            "io.purchaseorders",
            "amazonaws",
            "dynamodb",
            "purchase-orders-",
            "order-aggregations-");

    private static final List<String> WITHOUT_JSON =
            List.of("application/yaml", "text/plain", "application/octet-stream");

    private final RunningApi running;
    private final Document document;
    private final Wire wire;

    Walker(RunningApi running, Document document) {
        this.running = running;
        this.document = document;
        this.wire = new Wire(running.address());
    }

    Wire.Answer send(Operation operation, Map<String, String> rawValues) {
        StringBuilder target = new StringBuilder(operation.path());
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "Bearer " + running.token(EVERYTHING));
        for (Parameter parameter : operation.parameters()) {
            String raw = rawValues.get(parameter.name());
            if (raw != null) {
                switch (parameter.in()) {
                    case "path" -> {
                        String place = "{" + parameter.name() + "}";
                        int at = target.indexOf(place);
                        target.replace(at, at + place.length(), raw);
                    }
                    case "query" ->
                        target.append(target.indexOf("?") < 0 ? '?' : '&')
                                .append(parameter.name())
                                .append('=')
                                .append(raw);
                    default -> headers.put(parameter.name(), raw);
                }
            }
        }
        return wire.send(operation.method(), target.toString(), headers);
    }

    /** The values as they stand in a request line or header, with those that come from an earlier answer filled in. */
    Map<String, String> raw(Operation operation, Map<String, String> values) {
        Map<String, String> raw = new HashMap<>();
        for (Parameter parameter : operation.parameters()) {
            String value = values.get(parameter.name());
            if (value != null && !value.equals(WalkCases.FROM_ANSWER)) {
                raw.put(parameter.name(), parameter.in().equals("header") ? value : RunningApi.encoded(value));
            }
        }
        if (values.containsValue(WalkCases.FROM_ANSWER)) {
            Wire.Answer before = send(get(operation), raw);
            values.forEach((name, value) -> {
                if (value.equals(WalkCases.FROM_ANSWER)) {
                    raw.put(name, name.equals("cursor") ? cursor(before) : header(before, "etag"));
                }
            });
        }
        return raw;
    }

    private static String cursor(Wire.Answer answer) {
        JsonNode cursor = answer.json().path("nextCursor");
        assertThat(cursor.isTextual()).as("a next page after %s", answer.body()).isTrue();
        return RunningApi.encoded(cursor.asText());
    }

    private static String header(Wire.Answer answer, String name) {
        assertThat(answer.headers()).containsKey(name);
        return answer.headers().getOrDefault(name, "");
    }

    /** The GET of the same path. */
    Operation get(Operation operation) {
        return document.operations().stream()
                .filter(other ->
                        other.path().equals(operation.path()) && other.method().equals("GET"))
                .findFirst()
                .orElseThrow();
    }

    /** Documented, of the documented form, and discreet. */
    void assertConforms(Operation operation, Wire.Answer answer, String request) {
        String said = "%s %s: %d %s".formatted(operation, request, answer.status(), answer.body());
        assertThat(answer.status()).as(said).isLessThan(500);
        if (answer.status() != 404 && !isUnread(answer)) {
            assertThat(operation.answers().keySet()).as(said).contains(String.valueOf(answer.status()));
        }
        if (answer.status() >= 400) {
            assertThat(answer.type()).as(said).isEqualTo("application/problem+json");
            assertThat(INSIDE).as(said).noneMatch(answer.body()::contains);
        }
        String schema = answer.status() >= 400
                ? PROBLEM
                : operation.answers().getOrDefault(String.valueOf(answer.status()), "");
        if ((operation.method().equals("HEAD") && !isUnread(answer)) || schema.isEmpty()) {
            assertThat(answer.body()).as(said).isEmpty();
        } else if (!WITHOUT_JSON.contains(answer.type())) {
            assertThat(document.faults(schema, answer.json())).as(said).isEmpty();
        }
        if (answer.status() == 400 && !operation.method().equals("HEAD") && !isUnread(answer)) {
            assertThat(answer.json().path("errors").size()).as(said).isPositive();
        }
    }

    /** Refused before anybody knew which operation, which method even, was meant: HTTP cannot be read that far. */
    static boolean isUnread(Wire.Answer answer) {
        return answer.body().contains("The request is malformed or too large.");
    }

    static List<String> named(Wire.Answer problem) {
        return problem.json().path("errors").findValuesAsText("parameter");
    }
}
