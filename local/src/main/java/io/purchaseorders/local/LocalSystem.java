package io.purchaseorders.local;

import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.cloudformation.ProjectionsStack;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.local.eventbridge.EventBus;
import io.purchaseorders.local.faults.Faults;
import io.purchaseorders.local.faults.FaultyDynamo;
import io.purchaseorders.local.host.Backlog;
import io.purchaseorders.local.host.StartProblem;
import io.purchaseorders.local.lambda.FunctionError;
import io.purchaseorders.local.lambda.Invocable;
import io.purchaseorders.local.lambda.LambdaFunction;
import io.purchaseorders.local.lambda.mapping.FailedBatch;
import io.purchaseorders.local.lambda.mapping.StreamPoller;
import io.purchaseorders.local.secretsmanager.SecretsManager;
import io.purchaseorders.local.sqs.Queue;
import io.purchaseorders.local.sqs.QueuePoller;
import io.purchaseorders.local.sqs.Queues;
import io.purchaseorders.stream.MappingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/** Everything behind the API on this machine: what the template deploys, started in order and stopped in reverse. */
public final class LocalSystem implements AutoCloseable {

    private static final String PROCESSOR = "OrderProcessorFunction";
    private static final String AGGREGATOR = "OrderAggregatorFunction";
    private static final String API = "OrderApiFunction";

    /** Kept-alive connections of HttpURLConnection; its default of five would make concurrent deliveries reconnect. */
    private static final String KEPT_CONNECTIONS = "64";

    private final Backlog backlog = new Backlog();
    private final StackTemplate template;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<String, LambdaFunction> functionsByArn = new HashMap<>();
    private final List<StreamPoller> pollers = new ArrayList<>();
    private final Optional<Projections> projections;
    private final LocalDynamo dynamo;
    private final SecretsManager secrets;
    private final Queues queues;
    private final EventBus bus;

    /** Functions, for whatever invokes them directly. */
    public record Functions(LambdaFunction processor, LambdaFunction aggregator, LambdaFunction api) {}

    private LocalSystem(
            StackTemplate template,
            int dynamodbPort,
            int eventsPort,
            @Nullable Path data,
            Optional<Faults> faults,
            Optional<Path> log,
            boolean isProjecting) {
        this.template = template;
        try {
            secrets = opened(SecretsManager.start(template.secretArns(), data));
            dynamo = opened(LocalDynamo.start(
                    dynamodbPort, data, isProjecting ? template.tables() : tablesBesidesProjections(template)));
            URI behindFaults = faults.map(some ->
                            opened(FaultyDynamo.start(dynamo.endpoint(), some)).endpoint())
                    .orElse(dynamo.endpoint());
            for (FunctionDefinition definition : template.functions()) {
                URI endpoint = definition.logicalId().equals(AGGREGATOR) ? behindFaults : dynamo.endpoint();
                functionsByArn.put(
                        definition.arn(),
                        new LambdaFunction(
                                definition,
                                surroundings(endpoint, secrets.endpoint(), log),
                                template.role(definition)));
            }
            queues = opened(Queues.open(template.queues(), data));
            bus = opened(EventBus.start(eventsPort, template, queues));
            functionsByArn.values().parallelStream().forEach(LambdaFunction::warm);
            template.queueMappings()
                    .forEach(mapping -> opened(QueuePoller.start(
                            mapping, queues, functionOf(mapping.functionArn()), template.region(), backlog)));
            template.mappings().stream()
                    .filter(mapping -> !isOfProjections(mapping))
                    .forEach(mapping -> pollers.add(opened(StreamPoller.start(
                            mapping,
                            dynamo.streams(),
                            consumer(functionOf(mapping.functionArn()), faults),
                            template.region(),
                            data,
                            backlog))));
            projections = template.mappings().stream().anyMatch(this::isOfProjections)
                    ? Optional.of(opened(new Projections(
                            number -> template.projections(AGGREGATOR, number),
                            dynamo,
                            stack -> feed(stack, surroundings(behindFaults, secrets.endpoint(), log), data, faults))))
                    : Optional.empty();
            if (isProjecting) {
                projections.ifPresent(all -> all.feed(1));
            }
        } catch (RuntimeException e) {
            close(); // What was started would keep the process alive.
            throw e;
        }
    }

    private boolean isOfProjections(MappingSettings mapping) {
        return template.functionOf(mapping.functionArn()).logicalId().equals(AGGREGATOR);
    }

    private static List<CreateTableRequest> tablesBesidesProjections(StackTemplate template) {
        String first = template.projections(AGGREGATOR, 1).table().tableName();
        return template.tables().stream()
                .filter(table -> !table.tableName().equals(first))
                .toList();
    }

    /** The first generation keeps its position beside the tables, each other one in a folder of its own. */
    private StreamPoller feed(
            ProjectionsStack stack, Map<String, String> surroundings, @Nullable Path data, Optional<Faults> faults) {
        LambdaFunction function = stack.number() == 1
                ? functionOf(stack.mapping().functionArn())
                : new LambdaFunction(stack.function(), surroundings, stack.role()).warm();
        return StreamPoller.start(
                stack.mapping(),
                dynamo.streams(),
                consumer(function, faults),
                template.region(),
                data == null || stack.number() == 1 ? data : folder(data, stack.number()),
                backlog);
    }

    private static Path folder(Path data, int number) {
        try {
            return Files.createDirectories(data.resolve("generation-" + number));
        } catch (IOException e) {
            throw new UncheckedIOException("The position of generation " + number + " cannot be kept", e);
        }
    }

    /**
     * Starts what the packaged template deploys.
     *
     * @param dynamodbPort 0 for any free one
     * @param eventsPort 0 for any free one
     * @param data the directory that keeps everything, null for in memory
     * @throws StartProblem if a port or the directory is in use
     */
    public static LocalSystem start(int dynamodbPort, int eventsPort, @Nullable Path data) {
        return start(StackTemplate.packaged(), dynamodbPort, eventsPort, data, Optional.empty());
    }

    /** The same for any template; of {@link #functions()} only those that it has can be asked for. */
    public static LocalSystem start(StackTemplate template, int dynamodbPort, int eventsPort, @Nullable Path data) {
        return start(template, dynamodbPort, eventsPort, data, Optional.empty());
    }

    /** The same with faults on purpose between the aggregator, its mapping and its tables, for as long as it runs. */
    public static LocalSystem start(
            StackTemplate template, int dynamodbPort, int eventsPort, @Nullable Path data, Optional<Faults> faults) {
        return start(template, dynamodbPort, eventsPort, data, faults, Optional.empty());
    }

    /** The same with the folder of the transparency log, which functions are told in the variable {@code LOG_FOLDER}. */
    public static LocalSystem start(
            StackTemplate template,
            int dynamodbPort,
            int eventsPort,
            @Nullable Path data,
            Optional<Faults> faults,
            Optional<Path> log) {
        keepConnections();
        return new LocalSystem(template, dynamodbPort, eventsPort, data, faults, log, true);
    }

    /** The same without projections, which the caller starts by {@link #projections()}. */
    public static LocalSystem startWithoutProjections(
            StackTemplate template,
            int dynamodbPort,
            int eventsPort,
            @Nullable Path data,
            Optional<Faults> faults,
            Optional<Path> log) {
        keepConnections();
        return new LocalSystem(template, dynamodbPort, eventsPort, data, faults, log, false);
    }

    private static void keepConnections() {
        if (System.getProperty("http.maxConnections") == null) {
            System.setProperty("http.maxConnections", KEPT_CONNECTIONS);
        }
    }

    /** The generations of projections; the template must have some. */
    public Projections projections() {
        return projections.orElseThrow(() -> new IllegalStateException("The template has no projections"));
    }

    public Functions functions() {
        return new Functions(function(PROCESSOR), function(AGGREGATOR), function(API));
    }

    /**
     * Invokes the function behind an alias, as API Gateway does.
     *
     * @param alias its logical id
     * @throws IllegalStateException if the function fails
     */
    public byte[] invoke(String alias, byte[] request) {
        try {
            return functionOf(template.functionOfAlias(alias).arn()).invoke(request);
        } catch (FunctionError e) {
            throw new IllegalStateException(e);
        }
    }

    /** The function of this logical id. */
    public LambdaFunction function(String logicalId) {
        return functionsByArn.values().stream()
                .filter(function -> function.definition().logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The template has no function " + logicalId));
    }

    public StackTemplate template() {
        return template;
    }

    public LocalDynamo dynamo() {
        return dynamo;
    }

    public URI dynamodbEndpoint() {
        return dynamo.endpoint();
    }

    public URI secretsEndpoint() {
        return secrets.endpoint();
    }

    /** The file with the value of the secret that a function's variable names. */
    public Path secretFile(String arn) {
        return secrets.file(arn);
    }

    public URI eventsEndpoint() {
        return bus.endpoint();
    }

    /** Has the bus tell publishers where the API is, which is started after this system. */
    public void announceApi(URI api) {
        bus.announceApi(api);
    }

    /** The queue of this logical id. */
    public Queue queue(String logicalId) {
        return queues.all().stream()
                .filter(queue -> queue.definition().logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The template has no queue " + logicalId));
    }

    /** Messages in the queues before functions: those that wait and those under way. */
    public int pendingMessages() {
        return template.queueMappings().stream()
                .mapToInt(mapping -> queues.queue(mapping.queueArn()).size())
                .sum();
    }

    /** Batches of the stream that were given up since the start. */
    public List<FailedBatch> failedBatches() {
        List<FailedBatch> failed = new ArrayList<>();
        pollers.forEach(poller -> failed.addAll(poller.failedBatches()));
        projections.ifPresent(all -> failed.addAll(all.failedBatches()));
        return failed;
    }

    private static Invocable consumer(LambdaFunction function, Optional<Faults> faults) {
        return faults.map(some -> some.around(function)).orElse(function);
    }

    private LambdaFunction functionOf(String arn) {
        LambdaFunction function = functionsByArn.get(template.functionOf(arn).arn());
        if (function == null) {
            throw new IllegalArgumentException("The template has no function " + arn);
        }
        return function;
    }

    private static Map<String, String> surroundings(URI dynamodb, URI secrets, Optional<Path> log) {
        Map<String, String> surroundings = new HashMap<>(Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB", dynamodb.toString(),
                "AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local"));
        log.ifPresent(folder -> surroundings.put("LOG_FOLDER", folder.toString()));
        return surroundings;
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** Stops the pollers first, then the bus, then the queues and tables that they need. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.err.println("Stopping: " + e.getMessage()); // The other parts are to be stopped all the same.
            }
        }
    }
}
