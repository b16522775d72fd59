package io.purchaseorders.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        return EventCodec.both(
                        EventCodec.both(line.name("sku"), line.positive("quantity")),
                        EventCodec.both(line.nonNegative("unitPrice"), line.nonNegativeOrZero("discount")))
                .map(all -> new OrderLine(
                        all.first().first(),
                        all.first().second(),
                        all.second().first(),
                        all.second().second()))
                .flatMap(read -> amountInRange(line, read));
    }

    private static Validation<Seq<Fault>, OrderLine> amountInRange(Members members, OrderLine line) {
        BigDecimal amount = line.amount();
        if (amount.signum() < 0) {
            return members.fault("discount", "must not be larger than quantity x unitPrice", OrderLine.class);
        }
        return amount.compareTo(Decimals.LINE_AMOUNT_LIMIT) < 0
                ? Validation.valid(line)
                : Members.fault(members.pointer(), "quantity x unitPrice - discount must be less than 10^15");
    }

    private static Validation<Seq<Fault>, ReturnedLine> returnedLine(Members line) {
        return EventCodec.both(EventCodec.both(line.name("sku"), line.positive("quantity")), line.nonNegative("refund"))
                .map(all -> new ReturnedLine(all.first().first(), all.first().second(), all.second()));
    }

    private static <T> Validation<Seq<Fault>, java.util.List<T>> read(
            Members members, Function<Members, Validation<Seq<Fault>, T>> line) {
        return members.required("lines", node -> {
            if (!node.isArray() || node.isEmpty() || node.size() > LIMIT) {
                return Members.fault(members.pointer() + "/lines", "must be an array of 1 to " + LIMIT + " lines");
            }
            java.util.List<T> lines = new ArrayList<>(node.size());
            Seq<Fault> faults = List.empty();
            for (int index = 0; index < node.size(); index++) {
                Validation<Seq<Fault>, T> read = readLine(node.get(index), pointer(index), line);
                if (read.isValid()) {
                    lines.add(read.get());
                } else {
                    faults = faults.appendAll(read.getError());
                }
            }
            faults = faults.appendAll(repeatedSkus(node));
            return faults.isEmpty() ? Validation.valid(lines) : Validation.invalid(faults);
        });
    }

    private static <T> Validation<Seq<Fault>, T> readLine(
            JsonNode node, String pointer, Function<Members, Validation<Seq<Fault>, T>> line) {
        return node instanceof ObjectNode object
                ? line.apply(new Members(object, pointer))
                : Members.fault(pointer, "must be a JSON object");
    }

    private static Seq<Fault> repeatedSkus(JsonNode lines) {
        Map<String, Integer> first = new HashMap<>();
        List<Fault> faults = List.empty();
        for (int index = 0; index < lines.size(); index++) {
            JsonNode sku = lines.get(index).path("sku");
            Integer earlier = sku.isTextual() ? first.putIfAbsent(sku.textValue(), index) : null;
            if (earlier != null) {
                faults = faults.append(new Fault(
                        pointer(index) + "/sku", "must stand once, and stands in " + pointer(earlier) + " too"));
            }
        }
        return faults;
    }

    private static String pointer(int index) {
        return "/lines/" + index;
    }
}
