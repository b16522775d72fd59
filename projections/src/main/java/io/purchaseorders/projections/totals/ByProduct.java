package io.purchaseorders.projections.totals;

import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderEvent.OrderCancelled;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderDelivered;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.OrderEvent.OrderReturned;
import io.purchaseorders.events.OrderEvent.OrderShipped;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import io.purchaseorders.projections.order.Order;
import io.purchaseorders.projections.order.OrderFold.Step;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Totals by product: units and line amounts of one sku, without shipping and tax. */
public final class ByProduct implements Projection {

    /** Begins the stored key; renaming it is a migration. */
    public static final String PREFIX = "PRODUCT#";

    @Override
    public String name() {
        return "by-product";
    }

    @Override
    public Set<String> keys(Step step) {
        return step.anomaly().isPresent()
                ? Set.of()
                : skus(step).map(sku -> PREFIX + sku).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> skus(Step step) {
        return switch (step.event()) {
            case OrderPlaced placed -> step.after().lines().keySet().stream();
            case OrderCancelled cancelled -> step.after().lines().keySet().stream();
            case OrderReturned returned -> returned.lines().stream().map(ReturnedLine::sku);
            case OrderAmended amended ->
                Stream.concat(step.before().lines().keySet().stream(), step.after().lines().keySet().stream())
                        .filter(sku -> changed(step, sku));
            case OrderConfirmed confirmed -> Stream.of();
            case OrderShipped shipped -> Stream.of();
            case OrderDelivered delivered -> Stream.of();
        };
    }

    private static boolean changed(Step step, String sku) {
        return !Objects.equals(
                quantityAndAmount(step.before().lines().get(sku)),
                quantityAndAmount(step.after().lines().get(sku)));
    }

    private static @Nullable Measures quantityAndAmount(Order.@Nullable HeldLine line) {
        return line == null
                ? null
                : Measures.of(Map.of(
                        "quantity",
                        line.ordered().quantity(),
                        "amount",
                        line.ordered().amount()));
    }

    @Override
    public Measures contribution(Step step, String key) {
        return Contribution.ofProduct(step, key.substring(PREFIX.length()));
    }
}
