package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.purchaseorders.handlers.NoContext;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.stores.ProjectionReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that read much have a bounded number of places. */
@NullMarked
@Timeout(60)
class WideReadsTest {

    private static Request request(Question question, String pathAndQuery) {
        String[] parts = pathAndQuery.split("\\?", 2);
        String[] query = parts.length == 1 ? new String[0] : parts[1].split("[&=]");
        APIGatewayProxyRequestEvent event = ApiFixture.request("GET", parts[0], "orders/audit", query);
        return Request.of(event, question, parts[0]);
    }

    private static Question question(String pathAndQuery) {
        String path = pathAndQuery.split("\\?", 2)[0];
        return Question.of(EnumSet.allOf(Question.class), null, path).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/aggregations/ALL/explain",
                "/aggregations/ALL?asOf=2026-01-01T00:00:00Z",
                "/aggregations/ALL?knownAt=2026-01-01T00:00:00Z",
                "/aggregations/ALL?limit=1000",
                "/rankings?of=products",
                "/receipts",
                "/customers?limit=501",
                "/orders/o/events?limit=1000",
                "/customers/c/orders?limit=1000",
                "/rejections?limit=1000"
            })
    void what_reads_much_is_wide(String pathAndQuery) {
        Question question = question(pathAndQuery);
        assertThat(WideReads.isWide(question, request(question, pathAndQuery))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/o",
                "/orders/o?asOf=2026-01-01T00:00:00Z",
                "/aggregations/ALL",
                "/aggregations/ALL?limit=500",
                "/customers?limit=99999",
                "/customers?limit=many",
                "/events/e/receipt?orderId=o",
                "/openapi.json"
            })
    void what_reads_little_or_is_refused_is_not(String pathAndQuery) {
        Question question = question(pathAndQuery);
        assertThat(WideReads.isWide(question, request(question, pathAndQuery))).isFalse();
    }

    @Test
    void a_place_is_free_again_after_an_answer_and_after_a_failure() {
        WideReads places = new WideReads(1);
        Request wide = request(Question.RANKINGS, "/rankings");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> places.answer(Question.RANKINGS, wide, () -> {
                        throw new IllegalStateException("on purpose");
                    }))
                    .hasMessage("on purpose");
            assertThat(places.answer(Question.RANKINGS, wide, () -> Answer.of(200, Answer.JSON, "{}"))
                            .status())
                    .isEqualTo(200);
        }
    }

    /** Through the function itself, with a store that does not answer until it is told to. */
    @Test
    void beyond_that_many_at_once_the_answer_is_a_503_that_says_when_to_come_again_and_others_are_answered()
            throws Exception {
        CountDownLatch reading = new CountDownLatch(WideReads.AT_ONCE);
        CountDownLatch free = new CountDownLatch(1);
        ApiFixture fixture = new ApiFixture();
        ApiStores stores = fixture.stores();
        ProjectionReader slow = (ProjectionReader) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ProjectionReader.class}, (proxy, method, arguments) -> {
                    reading.countDown();
                    free.await();
                    try {
                        return method.invoke(stores.projections(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        OrderApi api = ApiFixture.over(new ApiStores(
                stores.events(),
                slow,
                stores.shards(),
                stores.rejections(),
                stores.quarantine(),
                stores.duplicates(),
                stores.notes()));
        APIGatewayProxyRequestEvent ranking = ApiFixture.request(
                "GET",
                "/rankings",
                "orders/read",
                "of",
                "products",
                "granularity",
                "TOTAL",
                "measure",
                "units.ordered");
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<APIGatewayProxyResponseEvent>> answers = new ArrayList<>();
            for (int i = 0; i < WideReads.AT_ONCE; i++) {
                answers.add(readers.submit(() -> api.handleRequest(ranking, NoContext.INSTANCE)));
            }
            assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();

            APIGatewayProxyResponseEvent refused = api.handleRequest(ranking, NoContext.INSTANCE);
            assertThat(refused.getStatusCode()).isEqualTo(503);
            assertThat(refused.getHeaders())
                    .containsEntry("Retry-After", "1")
                    .containsEntry("Content-Type", "application/problem+json");
            ApiFixture.assertFits("Problem", ApiFixture.json(refused));
            assertThat(fixture.get("/openapi.json").getStatusCode()).isEqualTo(200);

            free.countDown();
            for (Future<APIGatewayProxyResponseEvent> answer : answers) {
                assertThat(answer.get().getStatusCode()).isEqualTo(200);
            }
            assertThat(api.handleRequest(ranking, NoContext.INSTANCE).getStatusCode())
                    .isEqualTo(200);
        }
    }
}
