package io.purchaseorders.benchmarks.fold;

import java.util.function.Consumer;

/**
 * What an order's events so far left behind. As in the reference load every history is legal and comes in order, so that
 * an engine's fold can do without whatever ours does about others.
 */
@SuppressWarnings("NullAway.Init") // engines fill the fields
public final class OrderState {

    public String customer = "";
    public String currency = "";
    public long extras;
    public String[] skus = new String[0];
    public long[] units = new long[0];
    public long[] amounts = new long[0];

    public OrderState() {}

    /** Takes the next event in and hands on what it adds. */
    void apply(Event event, Consumer<Fact> to) {
        long unitsBefore = sum(units);
        long totalBefore = total();
        switch (event.type) {
            case Event.PLACED -> {
                customer = event.customer;
                currency = event.currency;
                products(event, 1, event.skus, event.units, event.amounts, to);
                take(event);
                order(event, sum(units), total(), to);
            }
            case Event.AMENDED -> {
                changes(event, to);
                take(event);
                order(event, sum(units) - unitsBefore, total() - totalBefore, to);
            }
            case Event.CANCELLED -> {
                products(event, 1, skus, units, amounts, to);
                order(event, unitsBefore, totalBefore, to);
            }
            case Event.RETURNED -> {
                products(event, 1, event.skus, event.units, event.amounts, to);
                order(event, sum(event.units), sum(event.amounts), to);
            }
            default -> order(event, 0, 0, to);
        }
    }

    private void take(Event event) {
        extras = event.extras;
        skus = event.skus;
        units = event.units;
        amounts = event.amounts;
    }

    private void order(Event event, long orderUnits, long amount, Consumer<Fact> to) {
        to.accept(new Fact("ALL", event, currency, orderUnits, amount));
        to.accept(new Fact("CUSTOMER#" + customer, event, currency, orderUnits, amount));
    }

    private void products(Event event, int sign, String[] ofSkus, long[] ofUnits, long[] ofAmounts, Consumer<Fact> to) {
        for (int i = 0; i < ofSkus.length; i++) {
            to.accept(new Fact("PRODUCT#" + ofSkus[i], event, currency, sign * ofUnits[i], sign * ofAmounts[i]));
        }
    }

    private void changes(Event event, Consumer<Fact> to) {
        for (int i = 0; i < event.skus.length; i++) {
            int same = find(skus, event.skus[i]);
            long moreUnits = event.units[i] - (same < 0 ? 0 : units[same]);
            long moreAmount = event.amounts[i] - (same < 0 ? 0 : amounts[same]);
            if (same < 0 || moreUnits != 0 || moreAmount != 0) {
                to.accept(new Fact("PRODUCT#" + event.skus[i], event, currency, moreUnits, moreAmount));
            }
        }
        for (int i = 0; i < skus.length; i++) {
            if (find(event.skus, skus[i]) < 0) {
                to.accept(new Fact("PRODUCT#" + skus[i], event, currency, -units[i], -amounts[i]));
            }
        }
    }

    private static int find(String[] skus, String sku) {
        for (int i = 0; i < skus.length; i++) {
            if (skus[i].equals(sku)) {
                return i;
            }
        }
        return -1;
    }

    private long total() {
        return sum(amounts) + extras;
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}
