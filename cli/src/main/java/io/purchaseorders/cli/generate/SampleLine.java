package io.purchaseorders.cli.generate;

import java.math.BigDecimal;

/** A line of a sample order; money in hundredths of the order's currency. */
record SampleLine(long product, long quantity, long discount) {

    private static final long LOWEST_PRICE = 49;
    private static final long PRICES = 4_950;
    private static final int FRACTION_DIGITS = 2;

    /** A product's price never changes and does not depend on the seed. */
    long unitPrice() {
        return LOWEST_PRICE + Math.floorMod(SeededRandom.mix(product), PRICES);
    }

    long amount() {
        return quantity * unitPrice() - discount;
    }

    SampleLine withMore(long units) {
        return new SampleLine(product, quantity + units, discount);
    }

    String json() {
        return "{\"sku\":\"" + sku() + "\",\"quantity\":" + quantity + ",\"unitPrice\":" + money(unitPrice())
                + (discount == 0 ? "" : ",\"discount\":" + money(discount)) + "}";
    }

    /** Units of this line coming back, refunded less the discount, which is lost. */
    String returnedJson(long units) {
        return "{\"sku\":\"" + sku() + "\",\"quantity\":" + units + ",\"refund\":"
                + money(Math.max(0, units * unitPrice() - discount)) + "}";
    }

    private String sku() {
        return "SKU-" + product;
    }

    /** As a JSON string, so that no reader is tempted to round. */
    static String money(long hundredths) {
        return "\"" + BigDecimal.valueOf(hundredths, FRACTION_DIGITS).toPlainString() + "\"";
    }
}
