package io.purchaseorders.benchmarks.fold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.GlobalWindows;
import org.apache.flink.util.Collector;

/**
 * Apache Flink on a MiniCluster of this process, with a slot for each core and object reuse: files are read and parsed,
 * keyed by order, stepped with the order's state, keyed by total, and added up until the input ends.
 */
final class FlinkFold implements Fold {

    private static final Queue<Row> ANSWER = new ConcurrentLinkedQueue<>();

    private final int cores = Runtime.getRuntime().availableProcessors();
    private final MiniCluster cluster;

    FlinkFold() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(cores)
                .withRandomPorts()
                .build());
        cluster.start();
    }

    @Override
    public Iterable<String> answer(Path export) throws Exception {
        ANSWER.clear();
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        flink.setParallelism(cores);
        flink.fromData(EventReader.files(export).stream().map(Path::toString).toList())
                .rebalance()
                .flatMap((String file, Collector<Event> out) -> read(file, out))
                .returns(Event.class)
                .keyBy(Event::getOrderId, Types.STRING)
                .flatMap(new Step())
                .keyBy(
                        fact -> Tuple3.of(fact.key, fact.day, fact.currency),
                        Types.TUPLE(Types.STRING, Types.INT, Types.STRING))
                .window(GlobalWindows.createWithEndOfStreamTrigger())
                .aggregate(new Sum())
                .map(row -> {
                    ANSWER.add(row); // Within one process: the answer need not be written anywhere.
                    return row;
                })
                .returns(Row.class)
                .sinkTo(new DiscardingSink<>());
        cluster.executeJobBlocking(flink.getStreamGraph().getJobGraph());
        return () -> ANSWER.stream().map(Row::text).iterator();
    }

    private static void read(String file, Collector<Event> out) {
        try {
            EventReader.lines(Path.of(file), line -> {
                try {
                    out.collect(EventReader.event(line));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Steps an order. */
    @SuppressWarnings("NullAway.Init") // opened before use
    private static final class Step extends RichFlatMapFunction<Event, Fact> {

        private static final long serialVersionUID = 1L;
        private transient ValueState<OrderState> state;

        @Override
        public void open(OpenContext context) {
            state = getRuntimeContext().getState(new ValueStateDescriptor<>("order", OrderState.class));
        }

        @Override
        public void flatMap(Event event, Collector<Fact> out) throws Exception {
            OrderState order = state.value();
            OrderState present = order == null ? new OrderState() : order;
            present.apply(event, out::collect);
            state.update(present);
        }
    }

    /** Adds up. */
    private static final class Sum implements AggregateFunction<Fact, Row, Row> {

        private static final long serialVersionUID = 1L;

        @Override
        public Row createAccumulator() {
            return new Row();
        }

        @Override
        public Row add(Fact fact, Row row) {
            return row.add(fact);
        }

        @Override
        public Row getResult(Row row) {
            return row;
        }

        @Override
        public Row merge(Row a, Row b) {
            return a.add(b);
        }
    }
}
