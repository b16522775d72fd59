package io.purchaseorders.notary;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/** The function {@code order-exporter}: asks, at every tick of its schedule, for the next export of the events table. */
public final class OrderExporter implements RequestHandler<Map<String, Object>, String> {

    private static final Logger LOG = LoggerFactory.getLogger(OrderExporter.class);

    private final Exporter exporter;

    public OrderExporter() {
        this(fromAws(System.getenv()));
    }

    OrderExporter(Exporter exporter) {
        this.exporter = exporter;
    }

    private static Exporter fromAws(Map<String, String> environment) {
        String bucket = OrderNotary.required(environment, "EXPORTS_BUCKET");
        return new Exporter(
                new TableExports(
                        DynamoDbClient.builder()
                                .httpClient(UrlConnectionHttpClient.create())
                                .build(),
                        OrderNotary.required(environment, "EVENTS_TABLE_ARN"),
                        bucket,
                        OrderNotary.required(environment, "EXPORTS_KEY_ARN")),
                new S3LogStorage(
                        S3Client.builder()
                                .httpClient(UrlConnectionHttpClient.create())
                                .build(),
                        bucket));
    }

    /** Answers what was done, in a sentence. */
    @Override
    public String handleRequest(Map<String, Object> tick, Context context) {
        return PowertoolsLogging.withLogging(context, () -> {
            String done = exporter.run();
            LOG.info(done);
            return done;
        });
    }
}
