package io.purchaseorders.events;

import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the {@code lines} of an order or of a return. */
final class Lines {

    /** Keeps an event's contributions and its item in bounds. */
    static final int LIMIT = 500;

    private Lines() {}

    static List<OrderLine> ordered(Members members) {
        return read(members, Lines::orderLine);
    }

    static List<ReturnedLine> returned(Members members) {
        return read(members, Lines::returnedLine);
    }

    private static OrderLine orderLine(Members line) {
        int faultsBefore = line.faults().size();
        OrderLine read = new OrderLine(
                line.name("sku"),
                line.positive("quantity"),
                line.nonNegative("unitPrice"),
                line.nonNegativeOrZero("discount"));
        if (line.faults().size() == faultsBefore) {
            requireAmountInRange(line, read.amount());
        }
        return read;
    }

    private static void requireAmountInRange(Members line, BigDecimal amount) {
        if (amount.signum() < 0) {
            line.fault("discount", "must not be larger than quantity x unitPrice");
        } else if (!Decimals.isLineAmount(amount)) {
            line.faults()
                    .add(new Fault(
                            Members.pointer(line.line()), "quantity x unitPrice - discount must be less than 10^15"));
        }
    }

    private static ReturnedLine returnedLine(Members line) {
        return new ReturnedLine(line.name("sku"), line.positive("quantity"), line.nonNegative("refund"));
    }

    private static <T> List<T> read(Members members, Function<Members, T> line) {
        @Nullable Object value = members.required("lines");
        if (value instanceof List<?> array && !array.isEmpty() && array.size() <= LIMIT) {
            return readLines(array, members.faults(), line);
        }
        if (value != null) {
            members.fault("lines", "must be an array of 1 to " + LIMIT + " lines");
        }
        return List.of();
    }

    private static <T> List<T> readLines(List<?> array, List<Fault> faults, Function<Members, T> line) {
        List<T> lines = new ArrayList<>(array.size());
        @Nullable Object[] skus = new @Nullable Object[array.size()];
        for (int index = 0; index < skus.length; index++) {
            if (array.get(index) instanceof JsonMembers object) {
                lines.add(line.apply(new Members(object, index, faults)));
                skus[index] = object.find("sku");
                requireNewSku(skus, index, faults);
            } else {
                faults.add(new Fault(Members.pointer(index), "must be a JSON object"));
            }
        }
        return lines;
    }

    /** Compares with every line before: there are few, and never more than the limit. */
    private static void requireNewSku(@Nullable Object[] skus, int index, List<Fault> faults) {
        for (int earlier = 0; earlier < index; earlier++) {
            if (skus[index] instanceof String sku && sku.equals(skus[earlier])) {
                faults.add(new Fault(
                        Members.pointer(index) + "/sku", "duplicate sku, also in " + Members.pointer(earlier)));
                return;
            }
        }
    }
}
