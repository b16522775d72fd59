package io.purchaseorders.notary;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/** The function {@code order-notary}: logs, at every tick of its schedule, the exports that are finished. */
public final class OrderNotary implements RequestHandler<Map<String, Object>, String> {

    private static final Logger LOG = LoggerFactory.getLogger(OrderNotary.class);

    /** An append takes seconds; one that ends half-way is carried out by the next run. */
    private static final Duration LAST_APPEND = Duration.ofMinutes(2);

    private final Supplier<Notary> notary;
    private final Clock clock;

    public OrderNotary() {
        this(System.getenv());
    }

    private OrderNotary(Map<String, String> environment) {
        this(fromAws(environment), Clock.systemUTC());
    }

    /** @param notary a new one for each invocation */
    OrderNotary(Supplier<Notary> notary, Clock clock) {
        this.notary = notary;
        this.clock = clock;
    }

    private static Supplier<Notary> fromAws(Map<String, String> environment) {
        S3Client s3 =
                S3Client.builder().httpClient(UrlConnectionHttpClient.create()).build();
        KmsClient kms =
                KmsClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
        return () -> new Notary(
                new S3LogStorage(s3, required(environment, "LOG_BUCKET")),
                KmsSigner.of(kms, required(environment, "SIGNING_KEY"), required(environment, "LOG_ORIGIN")),
                new ExportsBucket(s3, required(environment, "EXPORTS_BUCKET")),
                Path.of(System.getProperty("java.io.tmpdir"), "export"));
    }

    static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("the variable " + name + " is not set");
        }
        return value;
    }

    /** Answers what was done, in a sentence. */
    @Override
    public String handleRequest(Map<String, Object> tick, Context context) {
        return PowertoolsLogging.withLogging(context, () -> run(context));
    }

    private String run(Context context) {
        Notary.Report report = notary.get().run(() -> context.getRemainingTimeInMillis() > LAST_APPEND.toMillis());
        report.violations()
                .forEach(violation -> LOG.atWarn()
                        .addKeyValue("kind", violation.kind())
                        .addKeyValue("orderId", violation.orderId())
                        .addKeyValue("timestamp", violation.timestamp())
                        .addKeyValue("writtenAt", violation.writtenAt())
                        .addKeyValue("file", violation.file())
                        .log("violation"));
        NotaryTelemetry.publish(
                report.appended(),
                report.violations().size(),
                Duration.between(report.through().orElse(Instant.EPOCH), clock.instant()));
        return "Logged " + report.appended() + " events, through "
                + report.through().map(Instant::toString).orElse("no time yet") + "; the log has " + report.size()
                + ".";
    }
}
