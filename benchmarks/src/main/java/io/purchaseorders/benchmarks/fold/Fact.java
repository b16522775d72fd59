package io.purchaseorders.benchmarks.fold;

/** What an event adds to one key on its day. */
@SuppressWarnings("NullAway.Init") // engines fill the fields
public final class Fact {

    public String key;
    public int day;
    public String currency;

    /** The event's. */
    public int type;

    public long units;
    public long amount;

    public Fact() {}

    Fact(String key, Event event, String currency, long units, long amount) {
        this.key = key;
        this.day = event.day;
        this.currency = currency;
        this.type = event.type;
        this.units = units;
        this.amount = amount;
    }
}
