package io.purchaseorders.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/** Typed samples, used by the tests of every module: the JSON that a publisher would send for an event. */
@NullMarked
public final class Samples {

    public static final String SOURCE = "shop.example";

    private Samples() {}

    /** The event as the system would have stored it, its detail in the form that publishers send. */
    public static RecordedEvent recorded(OrderEvent event, Instant recordedAt) {
        return new RecordedEvent(event, SOURCE, recordedAt, detail(event));
    }

    /** The members of a detail are those of the event's record, by name. */
    public static String detail(OrderEvent event) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (RecordComponent component : event.getClass().getRecordComponents()) {
            put(members, component.getName(), value(component, event));
        }
        return json(members);
    }

    private static void put(Map<String, Object> members, String name, Object value) {
        switch (value) {
            case Header header -> {
                members.put("eventId", header.eventId());
                members.put("orderId", header.orderId());
                members.put("occurredAt", header.occurredAt().toString());
            }
            case Content content -> content(members, content);
            case String text -> members.put(name, text);
            case Optional<?> text -> text.ifPresent(present -> members.put(name, present));
            case List<?> lines ->
                members.put(name, lines.stream().map(Samples::line).toList());
            default -> throw new IllegalStateException("say in Samples how a " + value.getClass() + " is published");
        }
    }

    private static Object value(RecordComponent component, OrderEvent event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String json(Map<String, Object> members) {
        try {
            return DetailJson.MAPPER.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * An event of any type.
     *
     * @param values what each component of its record is, but for its header
     */
    public static OrderEvent event(EventType type, Header header, Function<RecordComponent, Object> values) {
        Class<?> event = Arrays.stream(OrderEvent.class.getPermittedSubclasses())
                .filter(permitted -> permitted.getSimpleName().equals(type.wireName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("OrderEvent has no record " + type.wireName()));
        Object[] arguments = Arrays.stream(event.getRecordComponents())
                .map(component -> component.getType() == Header.class ? header : values.apply(component))
                .toArray();
        try {
            return (OrderEvent) event.getDeclaredConstructors()[0].newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no " + type.wireName() + " of " + Arrays.toString(arguments), e);
        }
    }

    private static void content(Map<String, Object> members, Content content) {
        members.put("lines", content.lines().stream().map(Samples::line).toList());
        members.put("shipping", Decimals.plain(content.shipping()));
        members.put("tax", Decimals.plain(content.tax()));
    }

    private static Map<String, String> line(Object line) {
        return switch (line) {
            case OrderLine ordered ->
                Map.of(
                        "sku", ordered.sku(),
                        "quantity", Decimals.plain(ordered.quantity()),
                        "unitPrice", Decimals.plain(ordered.unitPrice()),
                        "discount", Decimals.plain(ordered.discount()));
            case ReturnedLine returned ->
                Map.of(
                        "sku", returned.sku(),
                        "quantity", Decimals.plain(returned.quantity()),
                        "refund", Decimals.plain(returned.refund()));
            default -> throw new IllegalStateException("say in Samples how a " + line.getClass() + " is published");
        };
    }

    /** A line without discount. */
    public static OrderLine line(String sku, String quantity, String unitPrice) {
        return new OrderLine(
                sku,
                Decimals.normalized(new BigDecimal(quantity)),
                Decimals.normalized(new BigDecimal(unitPrice)),
                BigDecimal.ZERO);
    }

    public static Content content(OrderLine... lines) {
        return new Content(List.of(lines), BigDecimal.ZERO, BigDecimal.ZERO);
    }
}
