package io.purchaseorders.handlers.api;

import io.purchaseorders.events.Names;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.projections.totals.ByCustomer;
import io.purchaseorders.projections.totals.ByProduct;
import io.purchaseorders.projections.totals.Overall;
import java.util.Optional;
import java.util.stream.Stream;

/** What totals are kept by: {@code ALL}, {@code CUSTOMER#{customerId}} or {@code PRODUCT#{sku}}. */
record AggregationKey(String text) {

    static AggregationKey read(Parameters parameters) {
        return new AggregationKey(parameters.id(
                "aggregationKey",
                AggregationKey::isOne,
                "must be ALL, CUSTOMER#{customerId} or PRODUCT#{sku}, with the # sent as %23"));
    }

    private static boolean isOne(String key) {
        return key.equals(Overall.KEY)
                || Stream.of(ByCustomer.PREFIX, ByProduct.PREFIX)
                        .anyMatch(prefix -> key.startsWith(prefix) && Names.isName(key.substring(prefix.length())));
    }

    /** Whose orders alone contribute, where there is such a customer. */
    Optional<String> customer() {
        return text.startsWith(ByCustomer.PREFIX)
                ? Optional.of(text.substring(ByCustomer.PREFIX.length()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
