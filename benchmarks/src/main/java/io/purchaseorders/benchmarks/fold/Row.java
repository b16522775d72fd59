package io.purchaseorders.benchmarks.fold;

import io.purchaseorders.events.Decimals;
import java.math.BigDecimal;
import java.time.LocalDate;

/** What was added to a key on a day in a currency. */
@SuppressWarnings("NullAway.Init") // engines fill the fields
public final class Row {

    private static final int TYPES = 7;
    private static final int KINDS = 3;
    private static final int CENTS = 2;

    public String key;
    public int day;
    public String currency;
    public long events;

    /** Events by type; none where the key is a product. */
    public long[] counts = new long[TYPES];

    /** Ordered, cancelled, returned. */
    public long[] units = new long[KINDS];

    public long[] amounts = new long[KINDS];

    public Row() {}

    Row add(Fact fact) {
        key = fact.key;
        day = fact.day;
        currency = fact.currency;
        events++;
        if (!fact.key.startsWith("PRODUCT#")) {
            counts[fact.type]++;
        }
        int kind = switch (fact.type) {
            case Event.CANCELLED -> 1;
            case Event.RETURNED -> 2;
            default -> 0;
        };
        units[kind] += fact.units;
        amounts[kind] += fact.amount;
        return this;
    }

    Row add(Row other) {
        events += other.events;
        for (int i = 0; i < TYPES; i++) {
            counts[i] += other.counts[i];
        }
        for (int i = 0; i < KINDS; i++) {
            units[i] += other.units[i];
            amounts[i] += other.amounts[i];
        }
        return this;
    }

    /** As the answers of all are compared. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(key)
                .append(' ')
                .append(LocalDate.ofEpochDay(day))
                .append(' ')
                .append(currency);
        text.append('=').append(events);
        for (long count : counts) {
            text.append(' ').append(count);
        }
        for (long some : units) {
            text.append(' ').append(some);
        }
        for (long amount : amounts) {
            text.append(' ').append(Decimals.plain(BigDecimal.valueOf(amount, CENTS)));
        }
        return text.toString();
    }
}
