package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.store.StreamContestant.Consumed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the processor's time goes while ours of the benchmark {@code aggregate} works: samples of running threads, counted
 * by the first frame of a stack that belongs to a known part. DynamoDB Local, which is in the same process, is one part.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.purchaseorders.benchmarks.store.AggregatorProfile</pre>
 */
public final class AggregatorProfile {

    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 5;
    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final String SERVER = "DynamoDB Local (not ours)";
    private static final String REST = "anything else";
    private static final int METHODS_SHOWN = 15;

    /** By the beginning of a class's name. A stack is asked for these from its innermost frame on. */
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("io.purchaseorders.projections", "planning and folding");
        PARTS.put("io.purchaseorders.events", "reading events");
        PARTS.put("io.purchaseorders.handlers.aggregator", "the aggregator itself");
        PARTS.put("io.purchaseorders.stores.dynamodb", "making items and updates");
        PARTS.put("io.purchaseorders.handlers", "the aggregator itself");
        PARTS.put("com.amazonaws.services.lambda.runtime", "Lambda's event deserializer");
        PARTS.put("io.purchaseorders.local", "the stream mapping");
        PARTS.put("io.purchaseorders.stream", "the stream mapping");
        PARTS.put("software.amazon.awssdk.http.auth", "SDK: signing");
        PARTS.put("software.amazon.awssdk.services.dynamodb.endpoints", "SDK: endpoints");
        PARTS.put("software.amazon.awssdk.http.urlconnection", "SDK: HTTP");
        PARTS.put("sun.net.www", "SDK: HTTP");
        PARTS.put("software.amazon.awssdk.protocols", "SDK: JSON");
        PARTS.put("software.amazon.awssdk.thirdparty.jackson", "SDK: JSON");
        PARTS.put("software.amazon.awssdk", "SDK: the rest");
    }

    private AggregatorProfile() {}

    /** The argument, if there is one, keeps the recording in that file. */
    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            StreamContestant.OURS.consume(StreamContestant.OURS.events());
        }
        Path file = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempFile("aggregator", ".jfr");
        List<Consumed> rounds = new ArrayList<>();
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
            recording.start();
            for (int i = 0; i < ROUNDS; i++) {
                rounds.add(StreamContestant.OURS.consume(StreamContestant.OURS.events()));
            }
            recording.stop();
            recording.dump(file);
        }
        print(file, rounds);
        System.exit(0);
    }

    private static void print(Path file, List<Consumed> rounds) throws Exception {
        Map<String, Integer> parts = new TreeMap<>();
        Map<String, Integer> methods = new TreeMap<>();
        for (RecordedEvent sample : RecordingFile.readAllEvents(file)) {
            if (sample.getStackTrace() != null && isWithin(sample.getStartTime(), rounds)) {
                String part = part(sample);
                parts.merge(part, 1, Integer::sum);
                if (!part.equals(SERVER)) {
                    RecordedFrame top = sample.getStackTrace().getFrames().getFirst();
                    String method = top.getMethod().getType().getName() + "."
                            + top.getMethod().getName();
                    methods.merge(method, 1, Integer::sum);
                }
            }
        }
        int server = parts.getOrDefault(SERVER, 0);
        parts.remove(SERVER);
        int ours = parts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(Locale.ROOT, "%d samples of ours, %d of DynamoDB Local%n", ours, server);
        print(parts, ours, Integer.MAX_VALUE);
        System.out.println("innermost methods:");
        print(methods, ours, METHODS_SHOWN);
    }

    /** What prepares a round does not count. */
    private static boolean isWithin(Instant at, List<Consumed> rounds) {
        return rounds.stream().anyMatch(round -> at.isAfter(round.from()) && at.isBefore(round.to()));
    }

    private static void print(Map<String, Integer> counts, int all, int most) {
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .forEach(each ->
                        System.out.printf(Locale.ROOT, "%5.1f %%  %s%n", 100.0 * each.getValue() / all, each.getKey()));
    }

    private static String part(RecordedEvent sample) {
        String first = REST;
        for (RecordedFrame frame : sample.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith("com.amazonaws.services.dynamodbv2")
                    || type.startsWith("org.eclipse.jetty")
                    || type.startsWith("com.almworks")) {
                return SERVER;
            }
            if (first.equals(REST)) {
                first = PARTS.entrySet().stream()
                        .filter(part -> type.startsWith(part.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(REST);
            }
        }
        return first;
    }
}
