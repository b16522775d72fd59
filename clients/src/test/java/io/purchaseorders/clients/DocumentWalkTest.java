package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.clients.Document.Operation;
import io.purchaseorders.clients.Document.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks every operation of the document that a running system serves, with good values and with bad ones. */
@ExtendWith(SampleSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentWalkTest {

    private static final int CURSORS = 10_000;
    private static final int OTHER_METHODS_SHARE = 7;

    private final RunningApi running;
    private final String served;
    private final Document document;
    private final Walker walker;

    DocumentWalkTest(RunningApi running) {
        this.running = running;
        served = running.get("/openapi.json", "").body();
        document = new Document(Entry.json(served));
        walker = new Walker(running, document);
    }

    /** Those that only read; what else there is has tests of its own. */
    List<Operation> operations() {
        return document.operations().stream()
                .filter(operation -> !operation.method().equals("POST"))
                .toList();
    }

    @Test
    void the_document_that_is_served_is_the_one_that_clients_are_generated_from() throws IOException {
        assertThat(Entry.json(served))
                .isEqualTo(Entry.json(
                        Files.readString(Path.of(SampleSystem.ROOT, "handlers/target/classes/openapi.json"))));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void valid_requests_have_valid_answers(Operation operation) {
        for (Map<String, String> request : WalkCases.of(operation)) {
            Wire.Answer answer = walker.send(operation, walker.raw(operation, request));
            walker.assertConforms(operation, answer, request.toString());
            assertThat(answer.status())
                    .as("%s %s: %s", operation, request, answer.body())
                    .matches(status -> status < 300 || (status == 304 && request.containsKey("If-None-Match")));
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_bad_value_of_any_parameter_is_a_problem_that_names_it(Operation operation) {
        Map<String, String> good = walker.raw(operation, WalkCases.of(operation).getFirst());
        for (Parameter parameter : operation.parameters()) {
            switch (parameter.in()) {
                case "header" -> Hostile.headerValues().forEach(value -> conforming(operation, good, parameter, value));
                case "path" -> {
                    values(operation).forEach(value -> judged(operation, good, parameter, value));
                    assertThat(conforming(operation, good, parameter, "").status())
                            .isEqualTo(404);
                }
                default -> {
                    values(operation).forEach(value -> judged(operation, good, parameter, value));
                    judged(operation, good, parameter, Hostile.Value.of(""));
                    String twice = "2026&" + parameter.name() + "=2026";
                    assertNames(operation, parameter, conforming(operation, good, parameter, twice), twice);
                    if (parameter.required()) {
                        Map<String, String> without = new HashMap<>(good);
                        without.remove(parameter.name());
                        assertNames(operation, parameter, walker.send(operation, without), "left out");
                    }
                }
            }
        }
    }

    /** HEAD is answered by what answers GET: some values show it. */
    private static List<Hostile.Value> values(Operation operation) {
        List<Hostile.Value> all = Hostile.values();
        return operation.method().equals("GET")
                ? all
                : IntStream.range(0, all.size())
                        .filter(i -> i % OTHER_METHODS_SHARE == 0)
                        .mapToObj(all::get)
                        .toList();
    }

    private void judged(Operation operation, Map<String, String> good, Parameter parameter, Hostile.Value value) {
        Wire.Answer answer = conforming(operation, good, parameter, value.raw());
        if (Walker.isUnread(answer)) {
            assertThat(answer.status()).isIn(400, 414, 431);
            assertThat(value.text().isEmpty() || value.isTooLongForTheGateway())
                    .as("%s=%s", parameter.name(), value)
                    .isTrue();
        } else if (value.text().isEmpty()
                || !document.allows(parameter, value.text().get())) {
            // A value that is good by itself may still not go with the others; then the problem may name one of those.
            assertNames(operation, parameter, answer, value.toString());
        }
    }

    private Wire.Answer conforming(
            Operation operation, Map<String, String> good, Parameter parameter, String rawValue) {
        Map<String, String> request = new HashMap<>(good);
        request.put(parameter.name(), rawValue);
        Wire.Answer answer = walker.send(operation, request);
        walker.assertConforms(operation, answer, parameter.name() + "=" + rawValue);
        return answer;
    }

    private static void assertNames(Operation operation, Parameter parameter, Wire.Answer answer, String value) {
        String said = "%s with %s=%s: %s".formatted(operation, parameter.name(), value, answer.body());
        assertThat(answer.status()).as(said).isEqualTo(400);
        if (!operation.method().equals("HEAD")) {
            assertThat(Walker.named(answer)).as(said).contains(parameter.name());
        }
    }

    /** To replay, set the system property {@code walk.seed} to the seed that a failure prints. */
    @Test
    void ten_thousand_mutated_cursors_are_problems_that_name_the_cursor() {
        long seed = Long.getLong("walk.seed", System.nanoTime());
        Map<String, String> targets = new HashMap<>();
        List<String> cursors = new ArrayList<>();
        for (Operation operation : document.operations()) {
            if (operation.method().equals("GET")
                    && operation.parameters().stream().anyMatch(p -> p.name().equals("cursor"))) {
                WalkCases.of(operation).stream()
                        .filter(request -> request.containsKey("cursor"))
                        .map(request -> walker.raw(operation, request).get("cursor"))
                        .forEach(cursors::add);
                String target = operation.path();
                String query = "?";
                for (var value : WalkCases.of(operation).getFirst().entrySet()) {
                    String raw = RunningApi.encoded(value.getValue());
                    String place = "{" + value.getKey() + "}";
                    query += target.contains(place) ? "" : value.getKey() + "=" + raw + "&";
                    target = target.replace(place, raw);
                }
                targets.put(operation.path(), target + query + "cursor=");
            }
        }
        List<String> paths = targets.keySet().stream().sorted().toList();
        assertThat(cursors).as("real cursors").hasSizeGreaterThan(2);
        IntStream.range(0, CURSORS).parallel().forEach(number -> {
            String cursor = MutatedCursor.of(cursors, new Random(seed + number));
            String path = paths.get(number % paths.size());
            String said = "seed %d, cursor %d, %s, %s".formatted(seed, number, path, cursor);
            var answer = running.get(
                    targets.get(path) + RunningApi.encoded(cursor), RunningApi.READ + " " + RunningApi.AUDIT);
            assertThat(answer.statusCode()).as(said).isEqualTo(400);
            assertThat(Entry.json(answer.body()).path("errors").findValuesAsText("parameter"))
                    .as(said)
                    .containsExactly("cursor");
        });
    }
}
