package io.purchaseorders.handlers.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.purchaseorders.handlers.snapstart.Priming;
import io.purchaseorders.handlers.telemetry.PowertoolsTelemetry;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.stores.dynamodb.Tables;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/**
 * The function {@code order-audit}: answers what the scope orders/read does not open. Of its own, so that what answers readers
 * has no permission to read rejections, receipts and quarantined events, and an auditor's long answers leave readers their
 * concurrency.
 */
public final class OrderAudit
        implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>, Resource {

    private final OrderApi answers;

    public OrderAudit() {
        this.answers = new OrderApi(Question.ofAuditors(), System.getenv(), new PowertoolsTelemetry());
        Core.getGlobalContext().register(this);
    }

    public OrderAudit(Map<String, String> environment) {
        this.answers = new OrderApi(Question.ofAuditors(), environment, Telemetry.SILENT);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        Priming.run(System.getenv(), OrderAudit::prime);
    }

    /** Nothing was kept that would have to be made anew. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}

    /** The events of an order that nobody has. */
    static void prime(Tables tables) {
        OrderApi.prime(Question.ofAuditors(), tables, List.of("/orders/" + Priming.NOBODY + "/events"));
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        return answers.handleRequest(event, context);
    }
}
