package io.purchaseorders.handlers.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.CrossOrigin;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.api.http.OpenApiDocument;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.handlers.api.http.RequestLog;
import io.purchaseorders.handlers.api.http.TransientFailure;
import io.purchaseorders.handlers.snapstart.Priming;
import io.purchaseorders.handlers.telemetry.PowertoolsTelemetry;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.projections.totals.ByCustomer;
import io.purchaseorders.projections.totals.ByProduct;
import io.purchaseorders.stores.dynamodb.DynamoDuplicateStore;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoGenerationStore;
import io.purchaseorders.stores.dynamodb.DynamoNoteStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoRejectionStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.crac.Core;
import org.crac.Resource;

/**
 * The function {@code order-api}: answers what {@code cloudformation/openapi.yaml} describes, but for what {@link OrderAudit}
 * does. The gateway has verified the access token; whether its scopes open the call is checked here once more, so that no
 * mapping can open it by mistake.
 */
public final class OrderApi
        implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>, Resource {

    private final Set<Question> questions;
    private final ApiStores stores;
    private final LogAnswers log;
    private final GenerationOfAnswer generations;
    private final CursorCodec cursors;
    private final Clock clock;
    private final Telemetry telemetry;

    public OrderApi() {
        this(Question.ofReaders(), System.getenv(), new PowertoolsTelemetry());
        Core.getGlobalContext().register(this);
    }

    public OrderApi(Map<String, String> environment) {
        this(Question.ofReaders(), environment, Telemetry.SILENT);
    }

    /** @param questions that it answers; there is no route to any other */
    OrderApi(Set<Question> questions, Map<String, String> environment, Telemetry telemetry) {
        this(questions, Tables.of(environment).requireCodes(), environment, telemetry);
    }

    private OrderApi(Set<Question> questions, Tables tables, Map<String, String> environment, Telemetry telemetry) {
        this(
                questions,
                stores(tables),
                KeptLog.of(environment),
                new RegisteredGenerations(
                        new DynamoGenerationStore(tables),
                        ZoneId.of(environment.getOrDefault("REPORTING_TIME_ZONE", "UTC")),
                        generation -> open(tables.inGeneration(generation.number()), generation.timeZone()),
                        System::nanoTime,
                        Clock.systemUTC()),
                new CursorCodec(environment.getOrDefault("CURSOR_KEY", "cursors over " + tables.events())),
                Clock.systemUTC(),
                telemetry);
    }

    private static ApiStores stores(Tables tables) {
        return new ApiStores(
                new DynamoEventStore(tables),
                new DynamoProjectionStore(tables),
                new DynamoShardStore(tables),
                new DynamoRejectionStore(tables),
                new DynamoQuarantineStore(tables),
                new DynamoDuplicateStore(tables),
                new DynamoNoteStore(tables));
    }

    private static LiveGeneration open(Tables tables, ZoneId zone) {
        ApiStores stores = stores(tables);
        return new LiveGeneration(
                tables.generation(),
                zone,
                stores,
                new RecentProgress(Progress.of(stores, Clock.systemUTC()), System::nanoTime));
    }

    /**
     * Answers every question.
     *
     * @param zone the reporting time zone, the one that the aggregator writes with
     */
    public OrderApi(ApiStores stores, CursorCodec cursors, ZoneId zone, Clock clock, Telemetry telemetry) {
        this(stores, KeptLog.NONE, cursors, zone, clock, telemetry);
    }

    /** @param log the transparency log of these events */
    OrderApi(ApiStores stores, KeptLog log, CursorCodec cursors, ZoneId zone, Clock clock, Telemetry telemetry) {
        this(
                EnumSet.allOf(Question.class),
                stores,
                log,
                ReadableGenerations.only(LiveGeneration.only(stores, zone, clock)),
                cursors,
                clock,
                telemetry);
    }

    OrderApi(ApiStores stores, ReadableGenerations generations, CursorCodec cursors, Clock clock, Telemetry telemetry) {
        this(EnumSet.allOf(Question.class), stores, KeptLog.NONE, generations, cursors, clock, telemetry);
    }

    private OrderApi(
            Set<Question> questions,
            ApiStores stores,
            KeptLog log,
            ReadableGenerations generations,
            CursorCodec cursors,
            Clock clock,
            Telemetry telemetry) {
        this.generations = new GenerationOfAnswer(generations, cursors);
        this.telemetry = telemetry;
        this.questions = Set.copyOf(questions);
        this.stores = stores;
        this.log = new LogAnswers(log, stores.events());
        this.cursors = cursors;
        this.clock = clock;
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        Priming.run(System.getenv(), OrderApi::prime);
    }

    /** Nothing was kept that would have to be made anew. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}

    /** Two requests that find nothing, and an order that is written as JSON. */
    static void prime(Tables tables) {
        prime(
                Question.ofReaders(),
                tables,
                List.of("/orders/" + Priming.NOBODY, "/aggregations/PRODUCT%23" + Priming.NOBODY));
        Answer.text(FoldedOrder.of(Priming.NOBODY, List.of(Priming.event())).toJson());
    }

    /** Requests that find nothing. */
    static void prime(Set<Question> questions, Tables tables, List<String> paths) {
        OrderApi api = new OrderApi(questions, tables, Map.of(), Telemetry.SILENT);
        for (String path : paths) {
            Question.of(questions, null, path).ifPresent(question -> {
                var request =
                        new APIGatewayProxyRequestEvent().withHttpMethod("GET").withPath(path);
                api.answer(question, Request.of(request, question, path)).toResponse();
            });
        }
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        return telemetry.during(context, () -> handle(event));
    }

    private APIGatewayProxyResponseEvent handle(APIGatewayProxyRequestEvent event) {
        long begin = System.nanoTime();
        String path = Objects.requireNonNullElse(event.getPath(), "");
        Optional<Question> question = Question.of(questions, event.getResource(), path);
        Answer answer = CrossOrigin.open(answer(event, question, path));
        long latencyMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        RequestLog.answered(event, question, answer.status(), latencyMillis);
        telemetry.publish(RequestLog.values(answer.status(), latencyMillis));
        return answer.toResponse();
    }

    private Answer answer(APIGatewayProxyRequestEvent event, Optional<Question> question, String path) {
        try {
            return question.map(known -> guarded(known, Request.of(event, known, path)))
                    .orElseGet(() -> Problem.notFound(path, "There is no such route."));
        } catch (RuntimeException failure) {
            RequestLog.failed(event, failure);
            return TransientFailure.isTransient(failure) ? Problem.unavailable(path) : Problem.internal(path);
        }
    }

    /** The gateway answers other methods by itself; a mapping that sends one here by mistake opens nothing. */
    private Answer guarded(Question question, Request request) {
        return question.methods().contains(request.method())
                ? permitted(question, request)
                : Problem.methodNotAllowed(request.path(), question.methods());
    }

    private Answer permitted(Question question, Request request) {
        var needed = question.scopes();
        if (needed.isEmpty()) {
            return bounded(question, request);
        }
        return request.scopes()
                .map(held -> Collections.disjoint(held, needed)
                        ? Problem.forbidden(request.path(), needed)
                        : bounded(question, request))
                .orElseGet(() -> Problem.unauthorized(request.path()));
    }

    private Answer bounded(Question question, Request request) {
        return WideReads.OF_THIS_PROCESS.answer(question, request, () -> answer(question, request));
    }

    private Answer answer(Question question, Request request) {
        return switch (question) {
            case ORDER -> new OrderAnswers(stores.events(), cursors).order(request);
            case EVENTS -> new OrderAnswers(stores.events(), cursors).events(request);
            case CUSTOMER_ORDERS -> new CustomerAnswers(stores.events(), cursors).orders(request);
            case AGGREGATIONS ->
                generations.answer(
                        request,
                        (live, lists) -> new AggregateAnswers(live.stores(), live.progress(), lists, live.zone(), clock)
                                .aggregates(request));
            case EXPLAIN ->
                generations.answer(
                        request,
                        (live, lists) -> new ExplainAnswers(live.stores(), lists, live.zone(), clock).explain(request));
            case CUSTOMERS ->
                generations.answer(
                        request,
                        (live, lists) -> new DirectoryAnswers(live.stores(), live.progress(), lists, live.zone(), clock)
                                .keys(request, ByCustomer.KEYS));
            case PRODUCTS ->
                generations.answer(
                        request,
                        (live, lists) -> new DirectoryAnswers(live.stores(), live.progress(), lists, live.zone(), clock)
                                .keys(request, ByProduct.KEYS));
            case RANKINGS ->
                generations.answer(
                        request,
                        (live, lists) -> new RankingAnswers(live.stores(), live.progress(), live.zone(), clock)
                                .ranking(request));
            case RECEIPT ->
                generations.answer(request, (live, lists) -> new ReceiptAnswers(live.stores()).receipt(request));
            case RECEIPTS ->
                generations.answer(request, (live, lists) -> new ReceiptAnswers(live.stores()).receipts(request));
            case PROOF -> log.proof(request);
            case LOG_CHECKPOINT -> log.checkpoint(request);
            case LOG_TILE -> log.tile(request);
            case REJECTIONS -> new RejectionAnswers(stores.rejections(), cursors).rejections(request);
            case QUARANTINE ->
                generations.answer(
                        request,
                        (live, lists) -> new QuarantineAnswers(live.stores().quarantine(), lists).quarantine(request));
            case GENERATIONS -> new GenerationAnswers(generations.generations().all(), cursors).generations(request);
            case OPEN_API -> OpenApiDocument.answer(request);
            case SCHEMA -> EventDescriptions.schema(request);
            case ASYNC_API -> EventDescriptions.asyncApi(request);
        };
    }
}
