package io.purchaseorders.handlers.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.purchaseorders.handlers.dynamodb.DynamoEventStore;
import io.purchaseorders.handlers.dynamodb.DynamoRejectionStore;
import io.purchaseorders.handlers.dynamodb.DynamoShardStore;
import io.purchaseorders.handlers.dynamodb.DynamoTotalsStore;
import io.purchaseorders.handlers.dynamodb.Tables;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The function {@code order-api}: answers what {@code cloudformation/openapi.yaml} describes. The gateway has verified the
 * access token; whether its scopes open the call is checked here once more, so that no mapping can open it by mistake.
 */
public final class OrderApi implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(OrderApi.class);

    private static final String HEALTHY = "{\"status\":\"ok\"}";
    private static final int OK = 200;

    private final OrderAnswers orders;
    private final CustomerAnswers customers;
    private final AggregateAnswers aggregates;
    private final RejectionAnswers rejections;

    public OrderApi() {
        this(System.getenv());
    }

    public OrderApi(Map<String, String> environment) {
        this(Tables.of(environment), environment);
    }

    private OrderApi(Tables tables, Map<String, String> environment) {
        this(
                new ApiStores(
                        new DynamoEventStore(tables),
                        new DynamoTotalsStore(tables),
                        new DynamoShardStore(tables),
                        new DynamoRejectionStore(tables)),
                new CursorCodec(environment.getOrDefault("CURSOR_KEY", "cursors over " + tables.events())),
                ZoneId.of(environment.getOrDefault("REPORTING_TIME_ZONE", "UTC")),
                Clock.systemUTC());
    }

    /** @param zone the reporting time zone, the one that the aggregator writes with */
    public OrderApi(ApiStores stores, CursorCodec cursors, ZoneId zone, Clock clock) {
        this.orders = new OrderAnswers(stores.events(), cursors);
        this.customers = new CustomerAnswers(stores.events(), cursors);
        this.aggregates = new AggregateAnswers(stores.totals(), stores.shards(), cursors, zone, clock);
        this.rejections = new RejectionAnswers(stores.rejections(), cursors);
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        String path = Objects.requireNonNullElse(event.getPath(), "");
        boolean isHead = "HEAD".equalsIgnoreCase(event.getHttpMethod());
        return answer(event, path).toResponse(!isHead);
    }

    private Answer answer(APIGatewayProxyRequestEvent event, String path) {
        try {
            return Route.of(event.getResource(), path)
                    .map(route -> guarded(Request.of(event, route, path)))
                    .orElseGet(() -> Problem.notFound(path, "There is no such route."));
        } catch (RuntimeException failure) {
            boolean passes = Outage.isBehind(failure);
            LOG.error("{} {} failed{}", event.getHttpMethod(), path, passes ? " for now" : "", failure);
            return passes ? Problem.unavailable(path) : Problem.internal(path);
        }
    }

    private Answer guarded(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Problem.methodNotAllowed(request.path());
        }
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
            case REJECTIONS -> rejections.rejections(request);
            case HEALTH -> Answer.of(OK, Answer.JSON, HEALTHY).with("Cache-Control", "no-cache");
            case OPEN_API -> OpenApiDocument.answer(request);
        };
    }
}
