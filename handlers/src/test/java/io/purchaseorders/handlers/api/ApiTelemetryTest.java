package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.telemetry.MetricNames;
import io.purchaseorders.handlers.telemetry.Told;
import io.purchaseorders.stores.RejectionStore;
import io.purchaseorders.stores.memory.InMemoryDuplicateStore;
import io.purchaseorders.stores.memory.InMemoryEventStore;
import io.purchaseorders.stores.memory.InMemoryNoteStore;
import io.purchaseorders.stores.memory.InMemoryProjections;
import io.purchaseorders.stores.memory.InMemoryQuarantineStore;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What operators learn of a request. */
@NullMarked
class ApiTelemetryTest {

    private static final String SERVICE = "order-api";
    private static final String MARKER = "Geheimnis";

    /** Fails with a message that quotes what it was asked. */
    private static final RejectionStore BROKEN = (RejectionStore) Proxy.newProxyInstance(
            RejectionStore.class.getClassLoader(),
            new Class<?>[] {RejectionStore.class},
            (proxy, method, arguments) -> {
                throw new IllegalStateException(MARKER);
            });

    private static Told requests() {
        InMemoryProjections totals = new InMemoryProjections();
        ApiStores stores = new ApiStores(
                new InMemoryEventStore(),
                totals,
                totals,
                BROKEN,
                new InMemoryQuarantineStore(),
                new InMemoryDuplicateStore(),
                new InMemoryNoteStore());
        Clock clock = Clock.fixed(ApiFixture.NOW, ZoneOffset.UTC);
        return Told.by(SERVICE, telemetry -> {
            OrderApi api = new OrderApi(stores, new CursorCodec("secret"), ApiFixture.ZONE, clock, telemetry);
            api.handleRequest(
                    ApiFixture.request("GET", "/orders/" + MARKER, "orders/read", "cursor", MARKER), Told.CONTEXT);
            api.handleRequest(ApiFixture.request("GET", "/rejections", "orders/audit"), Told.CONTEXT);
        });
    }

    @Test
    void every_request_counts_with_its_latency_and_a_failure_of_ours_as_such() {
        Told told = requests();
        assertThat(told.names(SERVICE)).isEqualTo(MetricNames.API);
        assertThat(told.values(MetricNames.REQUESTS)).containsExactly("1", "1");
        assertThat(told.values(MetricNames.SERVER_ERRORS)).containsExactly("0", "1");
        assertThat(told.values(MetricNames.LATENCY_MILLIS)).hasSize(2);
    }

    @Test
    void a_line_holds_nothing_that_the_caller_or_a_failing_store_said() {
        requests().assertHolds(Set.of("answered", "failed", "/orders/{orderId}"), MARKER);
    }
}
