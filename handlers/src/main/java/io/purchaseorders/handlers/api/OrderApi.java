package io.purchaseorders.handlers.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.purchaseorders.handlers.dynamodb.DynamoDuplicateStore;
import io.purchaseorders.handlers.dynamodb.DynamoEventStore;
import io.purchaseorders.handlers.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.handlers.dynamodb.DynamoRejectionStore;
import io.purchaseorders.handlers.dynamodb.DynamoShardStore;
import io.purchaseorders.handlers.dynamodb.DynamoTotalsStore;
import io.purchaseorders.handlers.dynamodb.Tables;
import io.purchaseorders.handlers.snapshot.Rehearsal;
import io.purchaseorders.handlers.telemetry.PowertoolsTelemetry;
import io.purchaseorders.handlers.telemetry.Telemetry;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.crac.Core;
import org.crac.Resource;

/**
 * The function {@code order-api}: answers what {@code cloudformation/openapi.yaml} describes. The gateway has verified the
 * access token; whether its scopes open the call is checked here once more, so that no mapping can open it by mistake.
 */
public final class OrderApi
        implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>, Resource {

    private static final String HEALTHY = "{\"status\":\"ok\"}";
    private static final int OK = 200;

    private final OrderAnswers orders;
    private final CustomerAnswers customers;
    private final AggregateAnswers aggregates;
    private final ExplainAnswers explanations;
    private final ReceiptAnswers receipts;
    private final RejectionAnswers rejections;
    private final Telemetry telemetry;

    public OrderApi() {
        this(Tables.of(System.getenv()), System.getenv(), new PowertoolsTelemetry());
        Core.getGlobalContext().register(this);
    }

    public OrderApi(Map<String, String> environment) {
        this(Tables.of(environment), environment, Telemetry.SILENT);
    }

    private OrderApi(Tables tables, Map<String, String> environment, Telemetry telemetry) {
        this(
                new ApiStores(
                        new DynamoEventStore(tables),
                        new DynamoTotalsStore(tables),
                        new DynamoShardStore(tables),
                        new DynamoRejectionStore(tables),
                        new DynamoQuarantineStore(tables),
                        new DynamoDuplicateStore(tables)),
                new CursorCodec(environment.getOrDefault("CURSOR_KEY", "cursors over " + tables.events())),
                ZoneId.of(environment.getOrDefault("REPORTING_TIME_ZONE", "UTC")),
                Clock.systemUTC(),
                telemetry);
    }

    /** @param zone the reporting time zone, the one that the aggregator writes with */
    public OrderApi(ApiStores stores, CursorCodec cursors, ZoneId zone, Clock clock, Telemetry telemetry) {
        this.telemetry = telemetry;
        this.orders = new OrderAnswers(stores.events(), cursors);
        this.customers = new CustomerAnswers(stores.events(), cursors);
        this.aggregates = new AggregateAnswers(stores, cursors, zone, clock);
        this.explanations = new ExplainAnswers(stores, cursors, zone);
        this.receipts = new ReceiptAnswers(stores);
        this.rejections = new RejectionAnswers(stores.rejections(), cursors);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        Rehearsal.run(System.getenv(), OrderApi::rehearse);
    }

    /** Nothing was kept that would have to be made anew. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}

    /** Two requests that find nothing, and an order that is written as JSON. */
    static void rehearse(Tables tables) {
        OrderApi api = new OrderApi(tables, Map.of(), Telemetry.SILENT);
        for (String path : List.of("/orders/" + Rehearsal.NOBODY, "/aggregations/PRODUCT%23" + Rehearsal.NOBODY)) {
            Route.of(null, path).ifPresent(route -> {
                var request =
                        new APIGatewayProxyRequestEvent().withHttpMethod("GET").withPath(path);
                api.answer(Request.of(request, route, path)).toResponse();
            });
        }
        Answer.text(FoldedOrder.of(Rehearsal.NOBODY, List.of(Rehearsal.event())).toJson());
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        return telemetry.during(context, () -> handle(event));
    }

    private APIGatewayProxyResponseEvent handle(APIGatewayProxyRequestEvent event) {
        long begin = System.nanoTime();
        String path = Objects.requireNonNullElse(event.getPath(), "");
        Optional<Route> route = Route.of(event.getResource(), path);
        Answer answer = CrossOrigin.open(answer(event, route, path));
        long latencyMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        RequestLog.answered(event, route, answer.status(), latencyMillis);
        telemetry.publish(RequestLog.values(answer.status(), latencyMillis));
        return answer.toResponse();
    }

    private Answer answer(APIGatewayProxyRequestEvent event, Optional<Route> route, String path) {
        try {
            return route.map(known -> guarded(Request.of(event, known, path)))
                    .orElseGet(() -> Problem.notFound(path, "There is no such route."));
        } catch (RuntimeException failure) {
            RequestLog.failed(event, failure);
            return Outage.isBehind(failure) ? Problem.unavailable(path) : Problem.internal(path);
        }
    }

    private Answer guarded(Request request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> permitted(request);
            case "OPTIONS" -> CrossOrigin.preflight();
            default -> Problem.methodNotAllowed(request.path());
        };
    }

    private Answer permitted(Request request) {
        var needed = request.route().scopes();
        if (needed.isEmpty()) {
            return answer(request);
        }
        return request.scopes()
                .map(held -> Collections.disjoint(held, needed)
                        ? Problem.forbidden(request.path(), needed)
                        : answer(request))
                .orElseGet(() -> Problem.unauthorized(request.path()));
    }

    private Answer answer(Request request) {
        return switch (request.route()) {
            case ORDER -> orders.order(request);
            case EVENTS -> orders.events(request);
            case CUSTOMER_ORDERS -> customers.orders(request);
            case AGGREGATIONS -> aggregates.aggregates(request);
            case EXPLAIN -> explanations.explain(request);
            case RECEIPT -> receipts.receipt(request);
            case REJECTIONS -> rejections.rejections(request);
            case HEALTH -> Answer.of(OK, Answer.JSON, HEALTHY).with("Cache-Control", "no-cache");
            case OPEN_API -> OpenApiDocument.answer(request);
        };
    }
}
