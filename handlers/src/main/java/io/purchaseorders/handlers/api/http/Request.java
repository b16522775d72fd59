package io.purchaseorders.handlers.api.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is asked, without the differences between gateways.
 *
 * @param path as it came, percent-encoded
 * @param id the one variable segment of the path, decoded; nothing where it cannot be
 * @param query decoded; all values of each parameter
 * @param headers by name in lower case
 * @param scopes of the access token; nothing where there was no token
 * @param body as text; empty where there is none
 */
public record Request(
        String method,
        String path,
        Route route,
        Optional<String> id,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        Optional<Set<String>> scopes,
        String body) {

    /** Source: RFC 9110, quality values. */
    private static final Pattern WEIGHT = Pattern.compile("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)");

    /**
     * The id is taken from the path, which REST APIs hand over as it came; whether they decode {@code pathParameters} has
     * been reported both ways.
     */
    public static Request of(APIGatewayProxyRequestEvent event, Route route, String path) {
        return new Request(
                String.valueOf(event.getHttpMethod()).toUpperCase(Locale.ROOT),
                path,
                route,
                route.variableSegment(path).flatMap(PercentEncoding::decode),
                values(event.getMultiValueQueryStringParameters(), event.getQueryStringParameters()),
                lowerCase(values(event.getMultiValueHeaders(), event.getHeaders())),
                scopes(event.getRequestContext()),
                body(event));
    }

    /** What is not UTF-8 becomes what no JSON parser reads. */
    private static String body(APIGatewayProxyRequestEvent event) {
        String body = Objects.requireNonNullElse(event.getBody(), "");
        if (!Boolean.TRUE.equals(event.getIsBase64Encoded())) {
            return body;
        }
        try {
            return new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException undecodable) {
            return "";
        }
    }

    private static Map<String, List<String>> values(
            @Nullable Map<String, List<String>> multiple, @Nullable Map<String, String> single) {
        Map<String, List<String>> all = new TreeMap<>();
        if (single != null) {
            for (Map.Entry<String, String> parameter : single.entrySet()) {
                all.put(parameter.getKey(), List.of(String.valueOf(parameter.getValue())));
            }
        }
        if (multiple != null) {
            all.putAll(multiple);
        }
        return all;
    }

    private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        Map<String, List<String>> lower = new HashMap<>();
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            lower.computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .addAll(header.getValue());
        }
        return lower;
    }

    /** Of an access token only: other tokens of the same issuer open nothing. */
    private static Optional<Set<String>> scopes(APIGatewayProxyRequestEvent.@Nullable ProxyRequestContext context) {
        Map<String, Object> authorizer = context == null ? null : context.getAuthorizer();
        if (authorizer == null || !(authorizer.get("claims") instanceof Map<?, ?> claims) || claims.isEmpty()) {
            return Optional.empty();
        }
        Object use = claims.get("token_use");
        if (use != null && !use.equals("access")) {
            return Optional.empty();
        }
        Object scope = claims.get("scope");
        Set<String> scopes = scope == null
                ? Set.of()
                : new HashSet<>(List.of(String.valueOf(scope).split("\\s+")));
        return Optional.of(Groups.open(claims, scopes));
    }

    /** Whether the caller's token has one of these scopes. */
    public boolean holdsOneOf(List<String> wanted) {
        return scopes.filter(held -> !Collections.disjoint(held, wanted)).isPresent();
    }

    /** All values of a header, joined as RFC 9110 has it. */
    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName)).map(values -> String.join(",", values));
    }

    /** Whether {@code Accept} asks for {@code text/csv}, and for JSON less or not at all. */
    boolean prefersCsv() {
        BigDecimal csv = BigDecimal.ZERO;
        BigDecimal json = BigDecimal.ZERO;
        for (String range : header("accept").orElse("").toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            BigDecimal weight = Arrays.stream(parts)
                    .skip(1)
                    .map(String::strip)
                    .filter(parameter -> WEIGHT.matcher(parameter).matches())
                    .map(parameter -> new BigDecimal(parameter.substring("q=".length())))
                    .findFirst()
                    .orElse(BigDecimal.ONE);
            switch (parts[0].strip()) {
                case "text/csv" -> csv = weight;
                case Answer.JSON -> json = weight;
                default -> {} // what takes anything gets JSON
            }
        }
        return csv.compareTo(json) > 0;
    }

    /** The next page of a list, as RFC 8288 links to it: the same question, with its cursor. */
    String linkToNext(String cursor) {
        Map<String, List<String>> next = new TreeMap<>(query);
        next.put("cursor", List.of(cursor));
        return next.entrySet().stream()
                .flatMap(parameter ->
                        parameter.getValue().stream().map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&", "<?", ">; rel=\"next\""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
