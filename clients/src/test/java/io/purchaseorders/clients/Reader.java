package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Reads what is being published, one question after the other, and accepts no answer that cannot be. */
final class Reader {

    private static final int PAGE = 5;
    private static final int PAGES = 3;

    private final RunningApi api;
    private final Publication publication;
    private final Random random;
    private final Map<String, List<Long>> nanosByQuestion = new HashMap<>();
    private final Map<String, Integer> versions = new HashMap<>();
    private int transitions;

    Reader(RunningApi api, Publication publication, long seed) {
        this.api = api;
        this.publication = publication;
        this.random = new Random(seed);
    }

    Map<String, List<Long>> nanosByQuestion() {
        return nanosByQuestion;
    }

    /** Every question once. */
    void askAll() {
        int index = publication.done() - 1;
        totals();
        months(publication.entry(index));
        ordersOfCustomer(index);
        order(index);
    }

    /** Any question, most often for an order. */
    void ask() {
        int published = publication.done();
        int index = random.nextInt(published);
        switch (random.nextInt(10)) {
            case 0 -> totals();
            case 1 -> months(publication.entry(index));
            case 2 -> ordersOfCustomer(index);
            default -> order(index);
        }
    }

    /** At least what was acknowledged; what the version says; never less than before. */
    private void order(int index) {
        String id = publication.entry(index).orderId();
        JsonNode order = get("order", "/orders/" + id);
        int version = order.path("version").asInt();
        assertThat(version).as(id).isGreaterThanOrEqualTo(publication.version(index));
        assertThat(version).as(id).isGreaterThanOrEqualTo(versions.getOrDefault(id, 0));
        versions.put(id, version);
        KnownOrder.State known = publication.order(id).at(version);
        assertThat(order.path("status").asText()).as("%s", order).isEqualTo(known.status());
        assertThat(KnownOrder.decimal(order, "total")).as("%s", order).isEqualByComparingTo(known.total());
        assertThat(order.path("anomalies")).isEmpty();
    }

    /** All that was acknowledged by the instant up to which the answer says to be complete; nothing made up; never less. */
    private void totals() {
        JsonNode answer = get("total", "/aggregations/ALL?granularity=TOTAL");
        int most = publication.countedAtMost();
        JsonNode total = answer.path("items").path(0);
        int count = 0;
        for (JsonNode each : total.path("orders")) {
            count += each.asInt();
        }
        balanced(total);
        assertThat(count).as("%s", answer).isBetween(transitions, most);
        transitions = count;
        String asOf = answer.path("freshness").path("asOf").asText();
        if (!asOf.equals("null")) {
            assertThat(count).as("%s", answer).isGreaterThanOrEqualTo(publication.countedAt(Instant.parse(asOf)));
        }
    }

    private void months(Entry entry) {
        String sku =
                Entry.json(entry.detail()).path("lines").path(0).path("sku").asText();
        String key = sku.isEmpty() ? "ALL" : "PRODUCT#" + sku;
        JsonNode answer = get("months", "/aggregations/" + RunningApi.encoded(key) + "?granularity=MONTH&from=2026-01");
        List<String> periods = answer.path("items").findValuesAsText("period");
        assertThat(periods).isSorted().doesNotHaveDuplicates();
        answer.path("items").forEach(Reader::balanced);
    }

    private static void balanced(JsonNode aggregate) {
        aggregate.path("amounts").forEach(amounts -> {
            BigDecimal net = KnownOrder.decimal(amounts, "gross")
                    .subtract(KnownOrder.decimal(amounts, "cancelled"))
                    .subtract(KnownOrder.decimal(amounts, "returned"));
            assertThat(KnownOrder.decimal(amounts, "net")).as("%s", aggregate).isEqualByComparingTo(net);
        });
    }

    /** Newest first, none twice over all pages, whatever is placed meanwhile. */
    private void ordersOfCustomer(int index) {
        int at = index;
        while (!publication.entry(at).type().equals("OrderPlaced")) {
            at--;
        }
        Entry placed = publication.entry(at);
        String customer = Entry.json(placed.detail()).path("customerId").asText();
        String list = "/customers/" + RunningApi.encoded(customer) + "/orders?limit=" + PAGE;
        List<Instant> times = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        String next = "";
        for (int page = 0; page < PAGES; page++) {
            JsonNode answer = get("customer", list + next);
            for (JsonNode order : answer.path("items")) {
                times.add(Instant.parse(order.path("placedAt").asText()));
                assertThat(ids.add(order.path("orderId").asText()))
                        .as("%s", order)
                        .isTrue();
                assertThat(order.path("customerId").asText()).isEqualTo(customer);
            }
            if (answer.path("nextCursor").isNull()) {
                break;
            }
            next = "&cursor=" + RunningApi.encoded(answer.path("nextCursor").asText());
        }
        assertThat(times).isNotEmpty().isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    private JsonNode get(String question, String target) {
        long begin = System.nanoTime();
        HttpResponse<String> answer = api.get(target, RunningApi.READ);
        nanosByQuestion.computeIfAbsent(question, name -> new ArrayList<>()).add(System.nanoTime() - begin);
        assertThat(answer.statusCode()).as("%s: %s", target, answer.body()).isEqualTo(200);
        return Entry.json(answer.body());
    }
}
