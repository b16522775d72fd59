package io.purchaseorders.cli.generate;

import java.time.ZoneOffset;

/** Where a sample order is placed: its currency, the offset of its times, its tax. */
enum Market {
    GBP(ZoneOffset.UTC, 20),
    EUR(ZoneOffset.ofHours(1), 19),
    USD(ZoneOffset.ofHours(-5), 0);

    private static final int GBP_PERCENT = 60;
    private static final int EUR_PERCENT = 75;

    private final ZoneOffset offset;
    private final int taxPercent;

    Market(ZoneOffset offset, int taxPercent) {
        this.offset = offset;
        this.taxPercent = taxPercent;
    }

    /** Three of five orders in GBP, three of four others in EUR. */
    static Market draw(SeededRandom random) {
        return random.percent(GBP_PERCENT) ? GBP : random.percent(EUR_PERCENT) ? EUR : USD;
    }

    ZoneOffset offset() {
        return offset;
    }

    /** Whole hundredths: the rest is in the customer's favour. */
    long tax(long net) {
        return net * taxPercent / 100;
    }
}
