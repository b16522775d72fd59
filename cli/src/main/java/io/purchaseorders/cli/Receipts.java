package io.purchaseorders.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.purchaseorders.cli.EntryCheck.Ids;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks an API for receipts, with a token of the scope {@code orders/publish}. */
final class Receipts implements AutoCloseable {

    /** What {@code POST /receipts} takes in one call. */
    static final int MOST = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int UNAUTHORIZED = 401;

    /** API Gateway's answer to a route that it does not have is 403, the local one's 404 or 405. */
    private static final List<Integer> NO_ROUTE = List.of(403, 404, 405);

    private static final List<Integer> FOR_THE_MOMENT = List.of(429, 500, 502, 503, 504);

    private final URI api;
    private final Supplier<String> tokens;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private @Nullable String token;
    private boolean oneByOne;

    /** {@code tokens} gives a token that is good for now. */
    Receipts(URI api, Supplier<String> tokens) {
        this.api = URI.create(api.toString().replaceAll("/+$", ""));
        this.tokens = tokens;
    }

    /** The API's clock, to the second and never ahead of it. */
    Instant now() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(api + "/health")));
        return answer.headers()
                .firstValue("Date")
                .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .orElseThrow(() -> new UsageProblem("What answers at " + api + " does not tell its time."));
    }

    /** The receipts of at most {@link #MOST} pairs of ids, in their order. */
    List<Receipt> of(List<Ids> ids) {
        if (!oneByOne) {
            var question = JsonNodeFactory.instance.objectNode();
            var events = question.putArray("events");
            ids.forEach(id -> events.addObject().put("orderId", id.orderId()).put("eventId", id.eventId()));
            HttpResponse<String> answer = authorized(HttpRequest.newBuilder(URI.create(api + "/receipts"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(question.toString())));
            if (!NO_ROUTE.contains(answer.statusCode())) {
                return items(json(answer), ids.size());
            }
            oneByOne = true; // A system of an earlier release: it answers one receipt a call.
        }
        List<Receipt> receipts = new ArrayList<>();
        for (Ids id : ids) {
            receipts.add(Receipt.read(json(authorized(HttpRequest.newBuilder(URI.create(
                    api + "/events/" + encoded(id.eventId()) + "/receipt?orderId=" + encoded(id.orderId())))))));
        }
        return receipts;
    }

    private List<Receipt> items(JsonNode answer, int expected) {
        List<Receipt> receipts = new ArrayList<>();
        answer.path("items").forEach(item -> receipts.add(Receipt.read(item)));
        if (receipts.size() != expected) {
            throw stranger();
        }
        return receipts;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A token may end while a long file is published. */
    private HttpResponse<String> authorized(HttpRequest.Builder request) {
        if (token == null) {
            token = tokens.get();
        }
        HttpResponse<String> answer = send(request.copy().header("Authorization", "Bearer " + token));
        if (answer.statusCode() != UNAUTHORIZED) {
            return answer;
        }
        token = tokens.get();
        return send(request.copy().header("Authorization", "Bearer " + token));
    }

    private JsonNode json(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (FOR_THE_MOMENT.contains(status)) {
            throw new NotNow("the API at " + api + " answered " + status);
        }
        if (status == UNAUTHORIZED || status == 403) {
            throw new UsageProblem("The API at " + api + " refuses to show receipts (HTTP " + status
                    + "): give it a token of the scope orders/publish with --token.");
        }
        if (status != 200) {
            throw stranger();
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw stranger();
        }
    }

    private UsageProblem stranger() {
        return new UsageProblem("What answers at " + api + " is not the purchase-order API: name it with --api.");
    }

    /** The API cannot answer for the moment: it is worth asking again. */
    static final class NotNow extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotNow(String why) {
            super(why);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new NotNow("nothing answers at " + api);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageProblem("Interrupted before the receipts came: publish again to see them.");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
