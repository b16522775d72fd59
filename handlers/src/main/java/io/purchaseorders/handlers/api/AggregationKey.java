package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.projections.totals.ByCustomer;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Projections;
import java.util.Optional;

/** What totals are kept by: {@code ALL}, {@code CUSTOMER#{customerId}} or {@code PRODUCT#{sku}}. */
record AggregationKey(String text) {

    static AggregationKey read(Parameters parameters) {
        return new AggregationKey(parameters.id(
                "aggregationKey",
                Projections::isWellFormed,
                "must be " + Projections.keyNotations() + ", with the # sent as %23"));
    }

    /** The longest stored periods that add up to those of the asked length. */
    Granularity summedFrom(Granularity asked) {
        return Projections.owning(text).orElseThrow().summedFrom(asked);
    }

    /** Whose orders alone contribute, where there is such a customer. */
    Optional<String> customer() {
        return ByCustomer.KEYS.read(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
