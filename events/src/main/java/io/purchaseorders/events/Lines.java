package io.purchaseorders.events;

import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the {@code lines} of an order or of a return. */
final class Lines {

    /** Keeps an event's contributions and its item in bounds. */
    static final int LIMIT = 500;

    private Lines() {}

    static Validation<Seq<Fault>, java.util.List<OrderLine>> ordered(Members members) {
        return read(members, Lines::orderLine);
    }

    static Validation<Seq<Fault>, java.util.List<ReturnedLine>> returned(Members members) {
        return read(members, Lines::returnedLine);
    }

    private static Validation<Seq<Fault>, OrderLine> orderLine(Members line) {
        Validation<Seq<Fault>, OrderLine> read = Members.flat(Validation.combine(
                        line.name("sku"),
                        line.positive("quantity"),
                        line.nonNegative("unitPrice"),
                        line.nonNegativeOrZero("discount"))
                .ap(OrderLine::new));
        return read.isValid() ? amountInRange(line.pointer(), read.get()) : read;
    }

    private static Validation<Seq<Fault>, OrderLine> amountInRange(String pointer, OrderLine line) {
        BigDecimal amount = line.amount();
        if (amount.signum() < 0) {
            return Members.fault(pointer + "/discount", "must not be larger than quantity x unitPrice");
        }
        return Decimals.isLineAmount(amount)
                ? Validation.valid(line)
                : Members.fault(pointer, "quantity x unitPrice - discount must be less than 10^15");
    }

    private static Validation<Seq<Fault>, ReturnedLine> returnedLine(Members line) {
        return Members.flat(Validation.combine(line.name("sku"), line.positive("quantity"), line.nonNegative("refund"))
                .ap(ReturnedLine::new));
    }

    private static <T> Validation<Seq<Fault>, java.util.List<T>> read(
            Members members, Function<Members, Validation<Seq<Fault>, T>> line) {
        return members.required("lines", value -> {
            if (!(value instanceof java.util.List<?> array) || array.isEmpty() || array.size() > LIMIT) {
                return Members.fault(members.pointer() + "/lines", "must be an array of 1 to " + LIMIT + " lines");
            }
            return readLines(array, line);
        });
    }

    private static <T> Validation<Seq<Fault>, java.util.List<T>> readLines(
            java.util.List<?> array, Function<Members, Validation<Seq<Fault>, T>> line) {
        java.util.List<T> lines = new ArrayList<>(array.size());
        Map<String, Integer> skus = new HashMap<>();
        Seq<Fault> faults = List.empty();
        for (int index = 0; index < array.size(); index++) {
            Validation<Seq<Fault>, T> read = readLine(array.get(index), index, line);
            if (read.isValid()) {
                lines.add(read.get());
            } else {
                faults = faults.appendAll(read.getError());
            }
            @Nullable Integer earlier = earlier(array.get(index), index, skus);
            if (earlier != null) {
                faults =
                        faults.append(new Fault(pointer(index) + "/sku", "duplicate sku, also in " + pointer(earlier)));
            }
        }
        return faults.isEmpty() ? Validation.valid(lines) : Validation.invalid(faults);
    }

    private static <T> Validation<Seq<Fault>, T> readLine(
            Object element, int index, Function<Members, Validation<Seq<Fault>, T>> line) {
        return element instanceof JsonMembers object
                ? line.apply(new Members(object, pointer(index)))
                : Members.fault(pointer(index), "must be a JSON object");
    }

    /** The line before this one that has the same sku. */
    private static @Nullable Integer earlier(Object element, int index, Map<String, Integer> skus) {
        return element instanceof JsonMembers object && object.find("sku") instanceof String sku
                ? skus.putIfAbsent(sku, index)
                : null;
    }

    private static String pointer(int index) {
        return "/lines/" + index;
    }
}
