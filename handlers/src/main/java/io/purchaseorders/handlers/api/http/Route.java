package io.purchaseorders.handlers.api.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls that the API knows, as the OpenAPI document names them. */
public enum Route {
    ORDER("/orders/{orderId}", Scopes.READ, "asOf knownAt"),
    EVENTS("/orders/{orderId}/events", Scopes.AUDIT, "limit cursor"),
    CUSTOMER_ORDERS("/customers/{customerId}/orders", Scopes.READ, "from to limit cursor"),
    AGGREGATIONS("/aggregations/{aggregationKey}", Scopes.READ, "granularity from to asOf knownAt limit cursor"),
    EXPLAIN("/aggregations/{aggregationKey}/explain", Scopes.AUDIT, "granularity period asOf knownAt limit cursor"),
    RECEIPT("/events/{eventId}/receipt", Scopes.PUBLISH, "orderId"),
    REJECTIONS("/rejections", Scopes.AUDIT, "from to limit cursor"),
    HEALTH("/health", Scopes.NONE, ""),
    OPEN_API("/openapi.json", Scopes.NONE, "");

    private static final class Scopes {
        static final String NONE = "";
        static final String READ = "orders/read orders/audit";
        static final String AUDIT = "orders/audit";
        static final String PUBLISH = "orders/publish orders/audit";

        private Scopes() {}
    }

    private final String template;
    private final String scopes;
    private final String parameters;

    Route(String template, String scopes, String parameters) {
        this.template = template;
        this.scopes = scopes;
        this.parameters = parameters;
    }

    /** The route that a gateway found, or where it found none, the one that the path fits. */
    public static Optional<Route> of(@Nullable String resource, String path) {
        List<String> asked = segments(path);
        return Arrays.stream(values())
                .filter(route -> route.template.equals(resource))
                .findFirst()
                .or(() -> Arrays.stream(values())
                        .filter(route -> route.fits(asked))
                        .findFirst());
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private boolean fits(List<String> asked) {
        List<String> segments = segments(template);
        if (asked.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < asked.size(); i++) {
            boolean variable = segments.get(i).startsWith("{");
            if (variable ? asked.get(i).isEmpty() : !asked.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The path's one variable segment, still percent-encoded. Counted from the end: in front may stand the base path of a
     * domain.
     */
    Optional<String> variableSegment(String path) {
        List<String> asked = segments(path);
        List<String> segments = segments(template);
        int ahead = asked.size() - segments.size();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).startsWith("{") && i + ahead >= 0) {
                return Optional.of(asked.get(i + ahead));
            }
        }
        return Optional.empty();
    }

    String template() {
        return template;
    }

    /** Any one of them is enough; none stands for a call without a token. */
    public List<String> scopes() {
        return words(scopes);
    }

    /** The query parameters that are known. A call without any ignores whatever is there: it cannot be misread. */
    Set<String> parameters() {
        return Set.copyOf(words(parameters));
    }
}
