package io.purchaseorders.benchmarks.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * One load on one deployment. The processors take what they can; the rest waits in the queue. Each shard's batches are cut by
 * size and window and applied one after the other; each partition, and the table as a whole, serves so many units a second and
 * lets a batch wait that needs more. The same seed gives the same result.
 */
final class Simulation {

    /** What can be too little. */
    enum Resource {
        PROCESSORS("order-processor's concurrency"),
        SHARD("a shard's one invocation at a time"),
        TABLE("the account's write units of the projections' table"),
        EVENTS("the account's write units of the events' table"),
        ALL("the partition of the hottest row of ALL"),
        PRODUCT("the partition of the hottest product's row"),
        DAYS("the partition of the orders by day");

        private final String words;

        Resource(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * @param acceptedASecond what gets through the queue
     * @param queued events that wait in the queue at the end
     * @param unitsAnEvent write units of the projections for an event
     * @param batch records of a batch of the stream, on average
     * @param lagP50Seconds from stored to applied, of the median batch's oldest event
     * @param needed of each resource, in what there is of it: more than 1 is too little
     */
    record Result(
            double acceptedASecond,
            double queued,
            double unitsAnEvent,
            double batch,
            double lagP50Seconds,
            double lagMaxSeconds,
            Map<Resource, Double> needed) {

        Resource tightest() {
            return Collections.max(needed.entrySet(), Comparator.comparingDouble(entry -> entry.getValue()))
                    .getKey();
        }

        boolean holds() {
            return needed.values().stream().allMatch(part -> part <= 1);
        }
    }

    private static final class ShardState {
        private final double rate;
        private long taken;
        private double freeAt;

        ShardState(double rate) {
            this.rate = rate;
        }

        double arrivalOf(long number) {
            return (number + 1) / rate;
        }

        long arrivedBy(double time) {
            return (long) (time * rate);
        }
    }

    private final Load load;
    private final Deployed deployed;
    private final Random random;
    private final Load.Keys customers;
    private final Load.Keys products;
    private final long[] customerRows = new long[Load.CUSTOMERS];
    private final long[] productRows = new long[Load.PRODUCTS];
    private final Map<Resource, Double> units = new EnumMap<>(Resource.class);
    private final Map<Resource, Double> freeAt = new EnumMap<>(Resource.class);
    private final List<Double> lags = new ArrayList<>();
    private double busySeconds;
    private long applied;
    private long batches;

    private Simulation(Load load, Deployed deployed) {
        this.load = load;
        this.deployed = deployed;
        this.random = new Random(load.seed());
        this.customers = new Load.Keys(random, Load.CUSTOMERS);
        this.products = new Load.Keys(random, Load.PRODUCTS);
    }

    static Result run(Load load, Deployed deployed) {
        return new Simulation(load, deployed).run();
    }

    private Result run() {
        double processed = deployed.processors() * Deployed.QUEUE_BATCH / Deployed.QUEUE_BATCH_SECONDS;
        double stored = Deployed.DEFAULT_TABLE_UNITS / Deployed.UNITS_OF_STORING;
        double accepted = Math.min(load.eventsASecond(), Math.min(processed, stored));
        PriorityQueue<ShardState> shards = new PriorityQueue<>(Comparator.comparingDouble(this::nextStart));
        double[] weights = new double[load.shards()];
        Arrays.setAll(weights, shard -> 1 + random.nextGaussian() * 0.03);
        double sum = Arrays.stream(weights).sum();
        for (double weight : weights) {
            shards.add(new ShardState(accepted * weight / sum));
        }
        while (nextStart(shards.element()) < load.seconds()) {
            ShardState shard = shards.remove();
            apply(shard);
            shards.add(shard);
        }
        return result(accepted, processed, stored);
    }

    /** A batch starts when it is full or its window is over, and the one before is applied. */
    private double nextStart(ShardState shard) {
        double full = shard.arrivalOf(shard.taken + Deployed.STREAM_BATCH - 1);
        double window = shard.arrivalOf(shard.taken) + deployed.windowSeconds();
        return Math.max(shard.freeAt, Math.min(full, window));
    }

    private void apply(ShardState shard) {
        double start = nextStart(shard);
        int count = (int) Math.min(Deployed.STREAM_BATCH, shard.arrivedBy(start) - shard.taken);
        int size = Math.max(1, count);
        Rows rows = rows(size, (int) (batches % load.shards()));
        double ends = start + Deployed.SECONDS_A_BATCH + rows.count * Deployed.SECONDS_A_ROW;
        busySeconds += ends - start;
        for (Map.Entry<Resource, Double> demand : rows.units.entrySet()) {
            double capacity = demand.getKey() == Resource.TABLE ? deployed.tableUnits() : Deployed.PARTITION_UNITS;
            double served = Math.max(freeAt.getOrDefault(demand.getKey(), 0.0), start) + demand.getValue() / capacity;
            freeAt.put(demand.getKey(), served);
            units.merge(demand.getKey(), demand.getValue(), Double::sum);
            ends = Math.max(ends, served);
        }
        lags.add(ends - shard.arrivalOf(shard.taken));
        shard.taken += size;
        shard.freeAt = ends;
        applied += size;
        batches++;
    }

    /** What a batch writes. */
    private static final class Rows {
        private int count;
        private final Map<Resource, Double> units = new EnumMap<>(Resource.class);

        void write(Resource partition, double unit) {
            units.merge(partition, unit, Double::sum);
        }
    }

    private Rows rows(int events, int shard) {
        BitSet customerKeys = new BitSet(Load.CUSTOMERS);
        BitSet productKeys = new BitSet(Load.PRODUCTS);
        for (int i = 0; i < events; i++) {
            customerKeys.set(customers.next());
            if (random.nextInt(100) < Load.WITH_LINES_PERCENT) {
                for (int line = 0; line < Load.LINES; line++) {
                    productKeys.set(products.next());
                }
            }
        }
        Rows rows = new Rows();
        double all = unitsOf(-1L >>> (Long.SIZE - Math.min(Long.SIZE, load.shards())));
        double table = events; // the order rows
        table += 3 * all;
        // A key's hour and month; an hour and a month are two items, which DynamoDB separates where they are hot.
        for (int key = customerKeys.nextSetBit(0); key >= 0; key = customerKeys.nextSetBit(key + 1)) {
            customerRows[key] |= 1L << shard;
            table += 2 * unitsOf(customerRows[key]);
        }
        for (int key = productKeys.nextSetBit(0); key >= 0; key = productKeys.nextSetBit(key + 1)) {
            productRows[key] |= 1L << shard;
            table += 2 * unitsOf(productRows[key]);
        }
        double days = Math.ceil(events * (double) Deployed.DAY_ENTRY_BYTES / 1024);
        rows.count = events + 3 + 2 * customerKeys.cardinality() + 2 * productKeys.cardinality() + 2;
        rows.write(Resource.ALL, all);
        rows.write(Resource.DAYS, days);
        if (productKeys.get(0)) {
            rows.write(Resource.PRODUCT, unitsOf(productRows[0]));
        }
        rows.write(Resource.TABLE, table + days + 1);
        return rows;
    }

    /** A row holds a checkpoint of each shard that added to it. */
    private static double unitsOf(long shards) {
        return Math.ceil((Deployed.ROW_BYTES + Deployed.CHECKPOINT_BYTES * Long.bitCount(shards)) / 1024.0);
    }

    private Result result(double accepted, double processed, double stored) {
        Map<Resource, Double> needed = new EnumMap<>(Resource.class);
        needed.put(Resource.PROCESSORS, load.eventsASecond() / processed);
        needed.put(Resource.EVENTS, load.eventsASecond() / stored);
        needed.put(Resource.SHARD, busySeconds / applied * accepted / load.shards());
        units.forEach((resource, all) -> needed.put(
                resource,
                all
                        / applied
                        * accepted
                        / (resource == Resource.TABLE ? deployed.tableUnits() : Deployed.PARTITION_UNITS)));
        Collections.sort(lags);
        return new Result(
                accepted,
                (load.eventsASecond() - accepted) * load.seconds(),
                units.getOrDefault(Resource.TABLE, 0.0) / applied,
                (double) applied / batches,
                lags.get(lags.size() / 2),
                lags.getLast(),
                needed);
    }
}
