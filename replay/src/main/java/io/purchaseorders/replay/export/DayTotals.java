package io.purchaseorders.replay.export;

import java.util.function.Consumer;

/** All totals by key, day and currency. */
public final class DayTotals {

    private final Totals totals;
    private final long orders;

    DayTotals(Totals totals, long orders) {
        this.totals = totals;
        this.orders = orders;
    }

    public long orders() {
        return orders;
    }

    public long rows() {
        return totals.cellCount();
    }

    /** Hands on every row, in no order. What is too large for a row of longs stands in none. */
    public void forEach(Consumer<DayRow> to) {
        totals.days(to);
    }
}
