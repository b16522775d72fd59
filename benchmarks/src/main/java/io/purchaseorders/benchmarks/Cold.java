package io.purchaseorders.benchmarks;

import io.purchaseorders.benchmarks.Contest.Samples;
import io.purchaseorders.benchmarks.peers.BareGetItem;
import io.purchaseorders.benchmarks.peers.HelloWorld;
import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.local.lambda.FunctionProcess;
import io.purchaseorders.local.lambda.ImmutableFunctionLaunch;
import io.purchaseorders.local.secretsmanager.SecretsManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How long a function takes to start. */
final class Cold implements Benchmark {

    private static final String HELLO = "hello world";
    private static final String BARE = "bare GetItem";
    private static final String PROCESSOR = "order-processor";
    private static final String AGGREGATOR = "order-aggregator";
    private static final String API = "order-api, an order";
    private static final String API_DAYS = "order-api, 31 days of totals";
    private static final String ONE = "one CPU";
    private static final String HALF = "half a CPU";

    /** A start on half a CPU of a busy machine; more is a fault. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int PIN_ATTEMPTS = 10;
    private static final AttributeValue NONE = AttributeValue.fromS("");
    private static final double MILLIS = 1e6;
    private static final double KIBIBYTES = 1 << 10;

    /** What one start took. */
    private record Started(double millis, double cpuMillis, double peakMebibytes) {}

    private interface Event {
        String next() throws Exception;
    }

    /** @param proof what the answer holds if it is a good one */
    private record Entrant(
            String name, Path folder, String handler, Map<String, String> environment, Event event, String proof) {}

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public String question() {
        return "How long does a function take from the start of its process to its first answer, beside a hello world and"
                + " a bare GetItem by the same SDK?";
    }

    static Map<String, String> surroundings(LocalDynamo dynamo, SecretsManager secrets) {
        return Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB", dynamo.endpoint().toString(),
                "AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.endpoint().toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local");
    }

    @Override
    public Report measure(Run run) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores < 2) {
            throw new IllegalStateException(
                    "One processor is for the function, another for DynamoDB Local: there is one");
        }
        StackTemplate template = StackTemplate.packaged();
        Path folder = Files.createDirectories(run.cache())
                .resolve("cold-" + ProcessHandle.current().pid());
        pin("1-" + (cores - 1));
        try (LocalDynamo dynamo = LocalDynamo.start(0, null, template.tables());
                SecretsManager secrets = SecretsManager.start(template.secretArns(), null)) {
            List<Entrant> entrants = entrants(dynamo, secrets, template, folder);
            Map<String, List<Started>> one = rounds(run, ONE, entrants, List.of());
            Optional<HalfCpu> half = HalfCpu.make();
            Map<String, List<Started>> slow = Map.of();
            if (half.isPresent()) {
                try (HalfCpu group = half.get()) {
                    slow = rounds(run, HALF, entrants, group.prefix());
                }
            }
            return report(run, one, slow);
        } finally {
            pin("0-" + (cores - 1));
            delete(folder);
        }
    }

    /**
     * Keeps this process, and with it DynamoDB Local and the runtime API, away from the function's processor. A thread may
     * end after it was listed and before its turn, at which taskset gives up: then all are listed again.
     */
    private static void pin(String cores) throws IOException, InterruptedException {
        String problem = "";
        for (int attempt = 0; attempt < PIN_ATTEMPTS; attempt++) {
            Process taskset = new ProcessBuilder(
                            "taskset",
                            "-acp",
                            cores,
                            Long.toString(ProcessHandle.current().pid()))
                    .redirectErrorStream(true)
                    .start();
            problem = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (taskset.waitFor() == 0) {
                return;
            }
        }
        throw new IOException("taskset " + cores + " failed: " + problem.lines().reduce("", (before, line) -> line));
    }

    private static List<Entrant> entrants(
            LocalDynamo dynamo, SecretsManager secrets, StackTemplate template, Path folder) throws Exception {
        Path ours =
                PeerArchive.unpack(Places.module("handlers").resolve("handlers-lambda.zip"), folder.resolve("ours"));
        RealEvents events = new RealEvents(dynamo, secrets, template);
        FunctionDefinition api = RealEvents.definition(template, ".OrderApi");
        String table = api.environment().getOrDefault("EVENTS_TABLE", "");
        var stored = dynamo.client()
                .scan(scan -> scan.tableName(table).limit(1))
                .items()
                .getFirst();
        Map<String, String> bare = Map.of(
                "EVENTS_TABLE", table,
                "ORDER_ID", stored.getOrDefault("orderId", NONE).s(),
                "TIMESTAMP", stored.getOrDefault("timestamp", NONE).s());
        Path hello = PeerArchive.of(HelloWorld.class, false, ours, folder.resolve("hello"));
        Path getItem = PeerArchive.of(BareGetItem.class, true, ours, folder.resolve("bare"));
        return List.of(
                new Entrant(HELLO, hello, HelloWorld.class.getName(), Map.of(), () -> "{}", "hello"),
                new Entrant(
                        BARE,
                        getItem,
                        BareGetItem.class.getName(),
                        with(dynamo, secrets, bare),
                        () -> "{}",
                        "OrderPlaced"),
                ours(API, api, dynamo, secrets, ours, events::order, "\"statusCode\":200"),
                ours(API_DAYS, api, dynamo, secrets, ours, RealEvents::days, "\"statusCode\":200"),
                ours(
                        PROCESSOR,
                        RealEvents.definition(template, ".OrderProcessor"),
                        dynamo,
                        secrets,
                        ours,
                        events::queued,
                        "accepted"),
                ours(
                        AGGREGATOR,
                        RealEvents.definition(template, ".OrderAggregator"),
                        dynamo,
                        secrets,
                        ours,
                        events::batch,
                        "\"batchItemFailures\":[]"));
    }

    private static Entrant ours(
            String name,
            FunctionDefinition function,
            LocalDynamo dynamo,
            SecretsManager secrets,
            Path folder,
            Event event,
            String proof) {
        return new Entrant(
                name, folder, function.handler(), with(dynamo, secrets, function.environment()), event, proof);
    }

    private static Map<String, String> with(LocalDynamo dynamo, SecretsManager secrets, Map<String, String> own) {
        Map<String, String> all = new HashMap<>(surroundings(dynamo, secrets));
        all.putAll(own);
        return Map.copyOf(all);
    }

    private static Map<String, List<Started>> rounds(Run run, String share, List<Entrant> entrants, List<String> limits)
            throws Exception {
        Map<String, List<Started>> started = new HashMap<>();
        Contest contest = new Contest();
        for (Entrant entrant : entrants) {
            List<Started> own = new ArrayList<>();
            started.put(entrant.name(), own);
            contest.with(share + ", " + entrant.name() + ", ms", () -> {
                own.add(start(entrant, limits));
                return own.getLast().millis();
            });
        }
        contest.run(run);
        return started;
    }

    private static Started start(Entrant entrant, List<String> limits) throws Exception {
        List<String> prefix = new ArrayList<>(limits);
        prefix.addAll(List.of("taskset", "-c", "0"));
        String event = entrant.event().next();
        try (FunctionProcess process = FunctionProcess.start(ImmutableFunctionLaunch.builder()
                .taskRoot(entrant.folder())
                .client(Places.module("cli").resolve("runtime-interface-client"))
                .handler(entrant.handler())
                .environment(entrant.environment())
                .timeout(PATIENCE)
                .prefix(prefix)
                .build())) {
            String answer = process.invoke(event);
            Started started = new Started(
                    process.untilFirstAnswer().toNanos() / MILLIS,
                    process.processorTime().toNanos() / MILLIS,
                    process.peakMemoryKilobytes() / KIBIBYTES);
            if (!answer.contains(entrant.proof())) {
                throw new IllegalStateException(entrant.name() + " answered " + answer + "\n" + process.log());
            }
            return started;
        }
    }

    private static double median(Map<String, List<Started>> started, String name, ToDoubleFunction<Started> measure) {
        return Samples.of(started.getOrDefault(name, List.of()), measure).median();
    }

    private Report report(Run run, Map<String, List<Started>> one, Map<String, List<Started>> half) {
        Report.Builder report = Report.of(this)
                .setting("rounds", run.rounds())
                .setting("JVM options", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto, the same for all")
                .version("AWS SDK for Java", VersionInfo.SDK_VERSION);
        add(report, "On one CPU:", one);
        if (half.isEmpty()) {
            report.note("Half a CPU was not measured: no control group could be made here.");
        } else {
            add(report, "On half a CPU, 10 ms in every 20:", half);
        }
        return report.note("For information, without targets: SnapStart, which the template turns on, hides the start.")
                .note("A process on a processor of its own under AWS's runtime interface client, from the unpacked"
                        + " archive that is deployed; DynamoDB Local and the runtime API share another processor. First"
                        + " answers are times from the start of the process, CPU is the processor time, user and system,"
                        + " that it took until then: the steadier number where others use the machine.")
                .note("The bare GetItem is a RequestStreamHandler that ignores its event, asks for one item with"
                        + " HttpURLConnection below the SDK, and writes one attribute; it is packed as ours are, with the"
                        + " SDK's classes and nothing else, and neither logs nor counts.")
                .note(
                        "What the managed runtime adds on AWS is in none of these times: fetching the archive, starting the"
                                + " virtual machine that it runs in. With SnapStart, which the template turns on, an execution"
                                + " environment begins from a snapshot taken after the initialisation and the priming; what a restore"
                                + " takes can only be measured on AWS and was not.")
                .build();
    }

    private static void add(Report.Builder report, String title, Map<String, List<Started>> started) {
        List<List<Object>> rows = new ArrayList<>();
        double bareMillis = median(started, BARE, Started::millis);
        double bareCpu = median(started, BARE, Started::cpuMillis);
        for (String name : List.of(HELLO, BARE, API, API_DAYS, PROCESSOR, AGGREGATOR)) {
            double millis = median(started, name, Started::millis);
            double cpu = median(started, name, Started::cpuMillis);
            rows.add(List.of(
                    name,
                    millis,
                    millis / bareMillis,
                    cpu,
                    cpu / bareCpu,
                    median(started, name, Started::peakMebibytes)));
        }
        report.table(
                title,
                List.of(
                        "",
                        "first answer, ms",
                        "in bare GetItem's",
                        "CPU, ms",
                        "in bare GetItem's ",
                        "peak memory, MiB"),
                rows);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
