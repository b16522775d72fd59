package io.purchaseorders.benchmarks.fold;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Kafka Streams on its TopologyTestDriver, with stores in memory: a harness for tests, on one thread and without a
 * broker. Lines are parsed, stepped with the order's state, keyed anew by total, and added up.
 */
final class KafkaFold implements Fold {

    private static final String ORDERS = "orders";
    private static final String TOTALS = "totals";

    @Override
    public Iterable<String> answer(Path export) throws Exception {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "fold");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        List<Row> rows = new ArrayList<>();
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(), properties)) {
            TestInputTopic<String, String> lines =
                    driver.createInputTopic("events", new StringSerializer(), new StringSerializer());
            for (Path file : EventReader.files(export)) {
                EventReader.lines(file, line -> lines.pipeInput(orderId(line), line));
            }
            KeyValueStore<String, Row> totals = driver.getKeyValueStore(TOTALS);
            try (KeyValueIterator<String, Row> all = totals.all()) {
                while (all.hasNext()) {
                    KeyValue<String, Row> row = all.next();
                    rows.add(row.value);
                }
            }
        }
        return () -> rows.stream().map(Row::text).iterator();
    }

    /** A publisher knows its order; the topic has it as the key. */
    private static String orderId(String line) {
        int from = line.indexOf("\"S\":\"") + "\"S\":\"".length();
        return line.substring(from, line.indexOf('"', from));
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ORDERS),
                        Serdes.String(),
                        serde(KafkaFold::write, KafkaFold::state))
                .withLoggingDisabled());
        builder.stream("events", Consumed.with(Serdes.String(), Serdes.String()))
                .process(Step::new, ORDERS)
                .groupByKey(Grouped.with(Serdes.String(), serde(KafkaFold::write, KafkaFold::fact)))
                .aggregate(
                        Row::new,
                        (key, fact, row) -> row.add(fact),
                        Materialized.<String, Row>as(Stores.inMemoryKeyValueStore(TOTALS))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(serde(KafkaFold::write, KafkaFold::row))
                                .withLoggingDisabled());
        return builder.build();
    }

    /** Steps an order. */
    @SuppressWarnings("NullAway.Init") // initialized before use
    private static final class Step implements Processor<String, String, String, Fact> {

        private ProcessorContext<String, Fact> context;
        private KeyValueStore<String, OrderState> orders;

        @Override
        public void init(ProcessorContext<String, Fact> context) {
            this.context = context;
            this.orders = context.getStateStore(ORDERS);
        }

        @Override
        public void process(Record<String, String> line) {
            try {
                Event event = EventReader.event(line.value());
                OrderState order = orders.get(event.orderId);
                OrderState present = order == null ? new OrderState() : order;
                present.apply(
                        event,
                        fact -> context.forward(line.withKey(fact.key + " " + fact.day + " " + fact.currency)
                                .withValue(fact)));
                orders.put(event.orderId, present);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private interface Writer<T> {
        void write(T value, DataOutput out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    private static <T> Serde<T> serde(Writer<T> writer, Reader<T> reader) {
        return Serdes.serdeFrom(
                (topic, value) -> {
                    if (value == null) {
                        return null;
                    }
                    try {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        writer.write(value, new DataOutputStream(bytes));
                        return bytes.toByteArray();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    try {
                        return reader.read(new DataInputStream(new ByteArrayInputStream(bytes)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static void write(Fact fact, DataOutput out) throws IOException {
        out.writeUTF(fact.key);
        out.writeInt(fact.day);
        out.writeUTF(fact.currency);
        out.writeInt(fact.type);
        out.writeLong(fact.units);
        out.writeLong(fact.amount);
    }

    private static Fact fact(DataInput in) throws IOException {
        Fact fact = new Fact();
        fact.key = in.readUTF();
        fact.day = in.readInt();
        fact.currency = in.readUTF();
        fact.type = in.readInt();
        fact.units = in.readLong();
        fact.amount = in.readLong();
        return fact;
    }

    private static void write(Row row, DataOutput out) throws IOException {
        out.writeUTF(row.key);
        out.writeInt(row.day);
        out.writeUTF(row.currency);
        out.writeLong(row.events);
        write(row.counts, out);
        write(row.units, out);
        write(row.amounts, out);
    }

    private static Row row(DataInput in) throws IOException {
        Row row = new Row();
        row.key = in.readUTF();
        row.day = in.readInt();
        row.currency = in.readUTF();
        row.events = in.readLong();
        row.counts = longs(in);
        row.units = longs(in);
        row.amounts = longs(in);
        return row;
    }

    private static void write(OrderState state, DataOutput out) throws IOException {
        out.writeUTF(state.customer);
        out.writeUTF(state.currency);
        out.writeLong(state.extras);
        out.writeInt(state.skus.length);
        for (String sku : state.skus) {
            out.writeUTF(sku);
        }
        write(state.units, out);
        write(state.amounts, out);
    }

    private static OrderState state(DataInput in) throws IOException {
        OrderState state = new OrderState();
        state.customer = in.readUTF();
        state.currency = in.readUTF();
        state.extras = in.readLong();
        state.skus = new String[in.readInt()];
        for (int i = 0; i < state.skus.length; i++) {
            state.skus[i] = in.readUTF();
        }
        state.units = longs(in);
        state.amounts = longs(in);
        return state;
    }

    private static void write(long[] values, DataOutput out) throws IOException {
        out.writeInt(values.length);
        for (long value : values) {
            out.writeLong(value);
        }
    }

    private static long[] longs(DataInput in) throws IOException {
        long[] values = new long[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readLong();
        }
        return values;
    }
}
