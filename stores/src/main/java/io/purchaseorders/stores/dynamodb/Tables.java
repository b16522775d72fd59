package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.KeptEventCodes;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.immutables.value.Value;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The three tables and how they are reached, from a function's environment. */
@Value.Immutable
public abstract class Tables {

    private static final String AGGREGATIONS = "AGGREGATIONS_TABLE";
    private static final String INTAKE = "INTAKE_TABLE";

    /** The generation that a consumer of the stream writes. */
    private static final String GENERATION = "GENERATION";

    private static final String ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB";
    private static final String SECRETS_ENDPOINT = "AWS_ENDPOINT_URL_SECRETS_MANAGER";
    private static final String EVENT_KEYS = "EVENT_KEYS_SECRET";

    /**
     * Writes of a batch go out side by side; the JDK keeps five idle connections a host unless told otherwise, and would
     * open the others anew for every request.
     */
    private static final String CONNECTIONS = "32";

    public abstract String events();

    /** The table of the first generation; those of later ones are named after it. */
    public abstract String firstAggregations();

    /** Which generation of the projections is meant. */
    @Value.Default
    public int generation() {
        return Generation.FIRST;
    }

    /** The table of the generation. */
    public String aggregations() {
        return aggregations(firstAggregations(), generation());
    }

    /** What the table of a generation is called, after that of the first. */
    public static String aggregations(String first, int generation) {
        return generation == Generation.FIRST ? first : first + "-" + generation;
    }

    /** The same tables, with the projections of another generation. */
    public Tables inGeneration(int number) {
        return ImmutableTables.copyOf(this).withGeneration(number);
    }

    /** Facts that are not events: rejections, counts of duplicates, quarantined content, violations. */
    public abstract String intake();

    public abstract DynamoDbClient client();

    /** DynamoDB answers in milliseconds; a page of a scan of large items takes longest. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    /** With its retries, below the 29 s of the API and the 30 s of the processor. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(25);
    /** The authentication codes of events. */
    @Value.Default
    public EventCodes codes() {
        return EventCodes.WITHOUT_KEY;
    }

    /** The same tables for who has the keys of the authentication codes. */
    public Tables with(EventCodes codes) {
        return ImmutableTables.builder().from(this).codes(codes).build();
    }

    /**
     * The same tables, for functions: what is no event of this system must not be taken for one because a variable is missing.
     *
     * @throws IllegalArgumentException where the environment names no keys
     */
    public Tables requireCodes() {
        if (!codes().hasKey()) {
            named("", EVENT_KEYS);
        }
        return this;
    }

    KeyedTable aggregationsTable() {
        named(firstAggregations(), AGGREGATIONS);
        return new KeyedTable(client(), aggregations(), StoredNames.AGGREGATION_KEY, StoredNames.PERIOD);
    }

    KeyedTable intakeTable() {
        return new KeyedTable(client(), named(intake(), INTAKE), StoredNames.SUBJECT, StoredNames.ENTRY);
    }

    abstract Supplier<DynamoDbStreamsClient> streamsBuilder();

    /** Made at first use: a second client costs a start as much as reading an item, and only a new shard needs it. */
    @Value.Lazy
    public DynamoDbStreamsClient streams() {
        return streamsBuilder().get();
    }

    /**
     * Reads {@code EVENTS_TABLE}, {@code AGGREGATIONS_TABLE} (that of the first generation), {@code GENERATION} (1 if absent),
     * {@code INTAKE_TABLE}, {@code EVENT_KEYS_SECRET} and the SDK's own variables. With an endpoint of one's own
     * the credentials are any. A function that knows no projections has no name for their table: to ask for a table whose
     * variable is missing is what fails.
     *
     * @throws IllegalArgumentException where the events' variable is missing
     */
    public static Tables of(Map<String, String> environment) {
        return of(environment, timed().build());
    }

    /** A connection that says nothing any more is given up before the function is, so that another try is left. */
    private static ClientOverrideConfiguration.Builder timed() {
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                .apiCallTimeout(CALL_TIMEOUT);
    }

    /** Tables for a few calls, with clients of their own. */
    public record Lent(Tables tables) implements AutoCloseable {
        @Override
        public void close() {
            tables.client().close();
            tables.streams().close();
        }
    }

    /** The same as {@link #of}, except that no connection stays open after a call, and that both clients are made. */
    public static Lent lend(Map<String, String> environment) {
        Tables tables = of(environment, timed().putHeader("Connection", "close").build());
        tables.streams();
        return new Lent(tables);
    }

    private static Tables of(Map<String, String> environment, ClientOverrideConfiguration configuration) {
        System.setProperty("http.maxConnections", CONNECTIONS);
        return ImmutableTables.builder()
                .events(required(environment, "EVENTS_TABLE"))
                .firstAggregations(environment.getOrDefault(AGGREGATIONS, ""))
                .generation(Integer.parseInt(environment.getOrDefault(GENERATION, String.valueOf(Generation.FIRST))))
                .intake(environment.getOrDefault(INTAKE, ""))
                .codes(codes(environment))
                .client(reached(
                                DynamoDbClient.builder()
                                        .httpClientBuilder(connections(environment))
                                        .accountIdEndpointMode(AccountIdEndpointMode.PREFERRED),
                                environment,
                                configuration)
                        .build())
                .streamsBuilder(() -> reached(
                                DynamoDbStreamsClient.builder().httpClientBuilder(connections(environment)),
                                environment,
                                configuration)
                        .build())
                .build();
    }

    private static EventCodes codes(Map<String, String> environment) {
        String secret = environment.getOrDefault(EVENT_KEYS, "");
        return secret.isEmpty()
                ? EventCodes.WITHOUT_KEY
                : new KeptEventCodes(
                        new SecretKeys(
                                () -> reached(
                                                SecretsManagerClient.builder()
                                                        .httpClientBuilder(connections(environment)),
                                                environment,
                                                timed().build(),
                                                SECRETS_ENDPOINT)
                                        .build(),
                                secret),
                        System::nanoTime);
    }

    /** Uses no proxy for an endpoint of one's own, whatever the user's environment says. */
    private static UrlConnectionHttpClient.Builder connections(Map<String, String> environment) {
        UrlConnectionHttpClient.Builder connections = UrlConnectionHttpClient.builder();
        return environment.containsKey(ENDPOINT)
                ? connections.proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariablesValues(false)
                        .build())
                : connections;
    }

    /** Names the SDK's defaults, so that a start does not look for other settings. */
    private static <B extends AwsClientBuilder<B, C>, C> B reached(
            B builder, Map<String, String> environment, ClientOverrideConfiguration configuration) {
        return reached(builder, environment, configuration, ENDPOINT);
    }

    private static <B extends AwsClientBuilder<B, C>, C> B reached(
            B builder, Map<String, String> environment, ClientOverrideConfiguration configuration, String endpoint) {
        builder.defaultsMode(DefaultsMode.LEGACY);
        builder.overrideConfiguration(configuration);
        if (environment.containsKey("AWS_REGION")) {
            builder.region(Region.of(required(environment, "AWS_REGION")));
        }
        if (environment.containsKey(endpoint)) {
            builder.endpointOverride(URI.create(required(environment, endpoint)))
                    .fipsEnabled(false)
                    .dualstackEnabled(false)
                    .credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
        }
        return builder;
    }

    private static String required(Map<String, String> environment, String name) {
        return named(environment.getOrDefault(name, ""), name);
    }

    private static String named(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("environment variable " + name + " is not set");
        }
        return value;
    }
}
