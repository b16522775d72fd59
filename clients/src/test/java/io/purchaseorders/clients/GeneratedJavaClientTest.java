package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.purchaseorders.client.ApiClient;
import io.purchaseorders.client.ApiException;
import io.purchaseorders.client.api.AggregationsApi;
import io.purchaseorders.client.api.AuditApi;
import io.purchaseorders.client.api.CustomersApi;
import io.purchaseorders.client.api.OrdersApi;
import io.purchaseorders.client.api.ProductsApi;
import io.purchaseorders.client.api.RankingsApi;
import io.purchaseorders.client.api.ServiceApi;
import io.purchaseorders.client.model.Aggregate;
import io.purchaseorders.client.model.Amounts;
import io.purchaseorders.client.model.Granularity;
import io.purchaseorders.client.model.ListedProduct;
import io.purchaseorders.client.model.MonthsGranularity;
import io.purchaseorders.client.model.Order;
import io.purchaseorders.client.model.OrderEvent;
import io.purchaseorders.client.model.OrderStatus;
import io.purchaseorders.client.model.Problem;
import io.purchaseorders.client.model.RankedKey;
import io.purchaseorders.client.model.RankingMeasure;
import io.purchaseorders.client.model.RankingOf;
import io.purchaseorders.client.model.Rejection;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client that the build generates from the document reads a running system, with its types. */
@ExtendWith(SampleSystem.class)
class GeneratedJavaClientTest {

    private final RunningApi running;

    GeneratedJavaClientTest(RunningApi running) {
        this.running = running;
    }

    private ApiClient client(String scope) {
        String bearer = "Bearer " + running.token(scope);
        ApiClient client = new ApiClient();
        client.updateBaseUri(running.address().toString());
        client.setRequestInterceptor(request -> request.header("Authorization", bearer));
        return client;
    }

    @Test
    void it_reads_an_order_now_and_as_of_a_moment() throws ApiException {
        var orders = new OrdersApi(client(RunningApi.READ));
        var order = orders.getOrder(SampleSystem.ORDER, null, null, null);
        assertThat(order.getCustomerId()).isEqualTo(SampleSystem.CUSTOMER);
        assertThat(order.getStatus()).isEqualTo(OrderStatus.RETURNED);
        assertThat(order.getTotal()).isEqualTo("26.1999995");
        assertThat(order.getPlacedAt()).isEqualTo(OffsetDateTime.parse("2026-11-20T09:15:30.123456789Z"));
        assertThat(order.getAnomalies()).hasSize(1);

        var placed = orders.getOrder(SampleSystem.ORDER, order.getPlacedAt(), null, null);
        assertThat(placed.getStatus()).isEqualTo(OrderStatus.PLACED);
    }

    @Test
    void it_reads_the_events_of_an_order_page_by_page() throws ApiException {
        var orders = new OrdersApi(client(RunningApi.AUDIT));
        List<OrderEvent> events = new ArrayList<>();
        String cursor = null;
        do {
            var page = orders.listOrderEvents(SampleSystem.ORDER, 2, cursor, null);
            events.addAll(page.getItems());
            cursor = page.getNextCursor();
        } while (cursor != null);
        assertThat(events).extracting(OrderEvent::getEventId).containsExactly("e-1", "e-2", "e-3", "e-4", "e-5");
        assertThat(events.getFirst().getType()).isEqualTo("OrderPlaced");
        assertThat(events.getLast().getAnomaly()).isNotBlank();
    }

    @Test
    void it_reads_the_orders_of_a_customer_whose_name_needs_encoding() throws ApiException {
        var customers = new CustomersApi(client(RunningApi.READ));
        assertThat(customers
                        .listCustomerOrders(SampleSystem.CUSTOMER, null, null, null, null)
                        .getItems())
                .extracting(Order::getOrderId)
                .containsExactly(SampleSystem.ORDER);
    }

    @Test
    void it_reads_totals_rejections_and_health() throws ApiException {
        var months = new AggregationsApi(client(RunningApi.READ))
                .listAggregates(
                        "PRODUCT#" + SampleSystem.SKU, Granularity.MONTH, "2026-11", "2026-11", null, null, null, null);
        assertThat(months.getItems())
                .singleElement()
                .extracting(Aggregate::getAmounts, MAP)
                .extractingByKey("EUR", type(Amounts.class))
                .extracting(Amounts::getNet)
                .isEqualTo("19.9");
        assertThat(new AuditApi(client(RunningApi.AUDIT))
                        .listRejections(null, null, null, null, null, null, null)
                        .getItems())
                .extracting(Rejection::getOutcome)
                .contains(Rejection.OutcomeEnum.CONFLICT, Rejection.OutcomeEnum.REJECTED);
        assertThat(new ServiceApi(client(RunningApi.READ)).getHealth().getStatus())
                .hasToString("ok");
    }

    @Test
    void it_reads_lists_of_keys_and_rankings() throws ApiException {
        assertThat(new ProductsApi(client(RunningApi.READ))
                        .listProducts(MonthsGranularity.MONTH, "2026-11", SampleSystem.SKU, null, null)
                        .getItems())
                .singleElement()
                .satisfies(product -> assertThat(product.getSku()).isEqualTo(SampleSystem.SKU))
                .extracting(ListedProduct::getAggregate, type(Aggregate.class))
                .extracting(Aggregate::getAmounts, MAP)
                .extractingByKey("EUR", type(Amounts.class))
                .extracting(Amounts::getNet)
                .isEqualTo("19.9");
        var rankings = new RankingsApi(client(RunningApi.READ));
        var products =
                rankings.getRanking(RankingOf.PRODUCTS, MonthsGranularity.YEAR, RankingMeasure.NET, "2026", "EUR", 100);
        assertThat(products.getItems()).extracting(RankedKey::getSku).contains(SampleSystem.SKU);
        assertThat(products.getItems())
                .filteredOn(item -> SampleSystem.SKU.equals(item.getSku()))
                .extracting(item -> item.getValue())
                .containsExactly("19.9");
        assertThat(rankings.getRanking(
                                RankingOf.CUSTOMERS,
                                MonthsGranularity.TOTAL,
                                RankingMeasure.ORDERS_PLACED,
                                null,
                                null,
                                1)
                        .getItems())
                .singleElement()
                .extracting(RankedKey::getValue)
                .isInstanceOf(Integer.class);
    }

    @Test
    void it_gets_errors_as_problems() {
        var events = new OrdersApi(client(RunningApi.READ));
        assertThatThrownBy(() -> events.listOrderEvents(SampleSystem.ORDER, null, null, null))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(403);
                    assertThat(problem(e).getStatus()).isEqualTo(403);
                });
        assertThatThrownBy(() -> events.getOrder("PO-unknown", null, null, null))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(problem(e).getStatus()).isEqualTo(404));
    }

    private Problem problem(ApiException e) {
        try {
            return client(RunningApi.READ).getObjectMapper().readValue(e.getResponseBody(), Problem.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
            throw new AssertionError(e.getResponseBody(), malformed);
        }
    }
}
