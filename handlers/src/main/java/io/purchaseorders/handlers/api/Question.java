package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.api.http.Route;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls that functions answer, as the OpenAPI document names them. */
public enum Question implements Route {
    ORDER("/orders/{orderId}", Scopes.READ, "asOf knownAt"),
    EVENTS("/orders/{orderId}/events", Scopes.AUDIT, "limit cursor detail"),
    CUSTOMER_ORDERS("/customers/{customerId}/orders", Scopes.READ, "from to limit cursor"),
    AGGREGATIONS("/aggregations/{aggregationKey}", Scopes.READ, "granularity from to asOf knownAt limit cursor"),
    EXPLAIN("/aggregations/{aggregationKey}/explain", Scopes.AUDIT, "granularity period asOf knownAt limit cursor"),
    CUSTOMERS("/customers", Scopes.READ, "granularity period prefix limit cursor"),
    PRODUCTS("/products", Scopes.READ, "granularity period prefix limit cursor"),
    RANKINGS("/rankings", Scopes.READ, "of granularity period measure currency limit"),
    RECEIPT("/events/{eventId}/receipt", Scopes.PUBLISH, "orderId"),
    RECEIPTS("/receipts", Scopes.PUBLISH, "") {
        @Override
        public List<String> methods() {
            return List.of("POST");
        }
    },
    PROOF("/events/{eventId}/proof", Scopes.PUBLISH, "orderId"),
    LOG_CHECKPOINT("/log/checkpoint", Scopes.ANY, ""),
    LOG_TILE("/log/tile/{tile+}", Scopes.ANY, ""),
    REJECTIONS("/rejections", Scopes.AUDIT, "from to source type outcome limit cursor"),
    QUARANTINE("/quarantine", Scopes.AUDIT, "limit cursor"),
    GENERATIONS("/generations", Scopes.AUDIT, "limit cursor"),
    OPEN_API("/openapi.json", Scopes.NONE, ""),
    SCHEMA("/schemas/{schema}", Scopes.NONE, ""),
    ASYNC_API("/asyncapi.yaml", Scopes.NONE, "");

    private static final class Scopes {
        static final String NONE = "";
        static final String READER = "orders/read";
        static final String READ = "orders/read orders/audit";
        static final String AUDIT = "orders/audit";
        static final String PUBLISH = "orders/publish orders/audit";
        static final String ANY = "orders/read orders/audit orders/publish";

        private Scopes() {}
    }

    private final String template;
    private final String scopes;
    private final String parameters;

    Question(String template, String scopes, String parameters) {
        this.template = template;
        this.scopes = scopes;
        this.parameters = parameters;
    }

    /** Those that the scope orders/read opens, or that need none. */
    static Set<Question> ofReaders() {
        return EnumSet.complementOf(EnumSet.copyOf(ofAuditors()));
    }

    /** Those that the scope orders/read does not open: what was published, word by word, and what became of it. */
    static Set<Question> ofAuditors() {
        return Arrays.stream(values())
                .filter(question -> !question.scopes().isEmpty())
                .filter(question -> !question.scopes().contains(Scopes.READER))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Question.class)));
    }

    /** The one of these questions that a gateway found, or where it found none, the one that the path fits. */
    public static Optional<Question> of(Set<Question> questions, @Nullable String resource, String path) {
        return Route.find(questions, resource, path);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    @Override
    public String template() {
        return template;
    }

    @Override
    public List<String> scopes() {
        return words(scopes);
    }

    @Override
    public Set<String> parameters() {
        return Set.copyOf(words(parameters));
    }
}
