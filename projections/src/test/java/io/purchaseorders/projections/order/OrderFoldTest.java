package io.purchaseorders.projections.order;

import static io.purchaseorders.projections.OneOrder.amended;
import static io.purchaseorders.projections.OneOrder.back;
import static io.purchaseorders.projections.OneOrder.cancelled;
import static io.purchaseorders.projections.OneOrder.confirmed;
import static io.purchaseorders.projections.OneOrder.content;
import static io.purchaseorders.projections.OneOrder.delivered;
import static io.purchaseorders.projections.OneOrder.line;
import static io.purchaseorders.projections.OneOrder.placed;
import static io.purchaseorders.projections.OneOrder.returned;
import static io.purchaseorders.projections.OneOrder.shipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.EventType;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderStatus;
import io.purchaseorders.events.Samples;
import io.purchaseorders.projections.OneOrder;
import io.purchaseorders.projections.order.Order.HeldLine;
import io.purchaseorders.projections.order.OrderFold.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of transitions, and what an order keeps of its events. */
class OrderFoldTest {

    /** The shortest way into a status. */
    private static List<OrderEvent> into(OrderStatus status) {
        return switch (status) {
            case NONE -> List.of();
            case PLACED -> List.of(placed(0));
            case CONFIRMED -> List.of(placed(0), confirmed(1));
            case SHIPPED -> List.of(placed(0), shipped(1));
            case DELIVERED -> List.of(placed(0), delivered(1));
            case CANCELLED -> List.of(placed(0), cancelled(1));
            case RETURNED -> List.of(placed(0), shipped(1), returned(2, back("LAMP", "1", "9.95")));
        };
    }

    /** An event of a type after all others: of the lines, one lamp. */
    private static OrderEvent event(EventType type) {
        return Samples.event(
                type,
                new Header("last", OneOrder.ID, OneOrder.EIGHT.plusSeconds(600)),
                component -> switch (component.getName()) {
                    case "content" -> content("0", "0", line("LAMP", "1", "1"));
                    case "currency" -> "EUR";
                    case "lines" -> List.of(back("LAMP", "1", "9.95"));
                    default -> component.getType() == Optional.class ? Optional.empty() : component.getName();
                });
    }

    private static Order after(OrderEvent... events) {
        return OrderFold.fold(OneOrder.ID, List.of(events));
    }

    private static Step last(List<OrderEvent> events) {
        return OrderFold.steps(OneOrder.ID, events).getLast();
    }

    /** As the contract's table has it; a status that is kept is a dash. */
    private static final String LIFE_CYCLE = """
            OrderPlaced    | NONE                         | PLACED
            OrderAmended   | PLACED, CONFIRMED            | -
            OrderConfirmed | PLACED                       | CONFIRMED
            OrderShipped   | PLACED, CONFIRMED            | SHIPPED
            OrderDelivered | PLACED, CONFIRMED, SHIPPED   | DELIVERED
            OrderCancelled | PLACED, CONFIRMED, SHIPPED   | CANCELLED
            OrderReturned  | SHIPPED, DELIVERED, RETURNED | RETURNED
            """;

    private record Rule(String type, List<String> from, String to) {
        static Rule of(String line) {
            String[] cells = line.split("\\|", -1);
            return new Rule(cells[0].strip(), List.of(cells[1].strip().split(", ", -1)), cells[2].strip());
        }
    }

    @Test
    void the_life_cycle_of_the_contract_has_every_type_in_the_order_of_ranks() {
        assertThat(LIFE_CYCLE.lines().map(line -> Rule.of(line).type()))
                .as("say above where the new type is allowed, and what it leads to")
                .containsExactlyElementsOf(Arrays.stream(EventType.values())
                        .sorted(Comparator.comparingInt(EventType::rank))
                        .map(EventType::wireName)
                        .toList());
    }

    @Test
    void each_event_moves_an_order_as_the_contract_says_or_is_an_anomaly() {
        LIFE_CYCLE.lines().map(Rule::of).forEach(rule -> {
            EventType type = EventType.ofWireName(rule.type()).orElseThrow();
            for (OrderStatus from : OrderStatus.values()) {
                List<OrderEvent> events = new ArrayList<>(into(from));
                events.add(event(type));
                Step step = last(events);
                boolean isAllowed = rule.from().contains(from.name());
                assertThat(step.before().status()).isEqualTo(from);
                assertThat(step.anomaly().isPresent())
                        .as("%s while %s is an anomaly", type, from)
                        .isEqualTo(!isAllowed);
                assertThat(step.after().status().name())
                        .isEqualTo(isAllowed && !rule.to().equals("-") ? rule.to() : from.name());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void an_anomaly_changes_an_orders_version_and_time_alone(OrderStatus from) {
        List<OrderEvent> events = new ArrayList<>(into(from));
        events.add(returned(10, back("NONE", "1", "9.95")));
        Step step = last(events);
        assertThat(step.anomaly()).isPresent();
        assertThat(step.after())
                .isEqualTo(step.before()
                        .withUpdatedAt(OneOrder.EIGHT.plusSeconds(600))
                        .withVersion(step.before().version() + 1))
                .satisfies(order -> assertThat(order.version()).isEqualTo(events.size()));
    }

    @Test
    void an_anomaly_says_what_was_not_allowed() {
        assertThat(last(List.of(shipped(0))).anomaly()).contains("OrderShipped is not allowed while the order is NONE");
        assertThat(last(List.of(placed(0), shipped(1), returned(2, back("SOFA", "1", "1"))))
                        .anomaly())
                .contains("the order holds no SOFA");
        assertThat(last(List.of(placed(0), shipped(1), returned(2, back("DESK", "1.5", "1"))))
                        .anomaly())
                .contains("the order holds fewer than the returned units of DESK");
    }

    private static HeldLine lamp(Order order) {
        return Objects.requireNonNull(order.lines().get("LAMP"), "the order holds no LAMP");
    }

    @Test
    void units_come_back_until_none_is_held_and_refunds_add_up() {
        Order order = after(
                placed(0),
                shipped(1),
                returned(2, back("LAMP", "1.5", "10"), back("DESK", "1", "90")),
                returned(3, back("LAMP", "0.5", "5.25")),
                returned(4, back("LAMP", "0.000001", "7")));
        assertThat(order.refunded()).isEqualByComparingTo("105.25");
        assertThat(lamp(order).returned()).isEqualByComparingTo("2");
        assertThat(lamp(order).held()).isEqualByComparingTo("0");
        assertThat(order.version()).isEqualTo(5);
    }

    @Test
    void a_return_with_one_line_too_much_takes_nothing_back() {
        Order order = after(placed(0), shipped(1), returned(2, back("LAMP", "1", "10"), back("DESK", "2", "90")));
        assertThat(order.status()).isEqualTo(OrderStatus.SHIPPED);
        assertThat(order.refunded()).isEqualByComparingTo("0");
        assertThat(lamp(order).returned()).isEqualByComparingTo("0");
    }

    @Test
    void an_amendment_is_the_full_new_content() {
        Order order = after(placed(0), confirmed(1), amended(2, content("0", "0.10", line("SOFA", "3", "20.30"))));
        assertThat(order.total()).isEqualByComparingTo("61.00");
        assertThat(order.lines().keySet()).containsExactly("SOFA");
        assertThat(order.placing().orElseThrow().placedAt()).isEqualTo(OneOrder.EIGHT);
        assertThat(order.updatedAt()).contains(OneOrder.EIGHT.plusSeconds(120));
    }

    @Test
    void a_placing_says_who_ordered_in_which_currency_and_for_how_much() {
        Order order = after(placed(0));
        assertThat(order.placing()).contains(new Order.Placing("placed0", "C-7", "EUR", OneOrder.EIGHT));
        assertThat(order.total()).isEqualByComparingTo("125.90");
        assertThat(OrderFold.fold(OneOrder.ID, List.of())).isEqualTo(Order.none(OneOrder.ID));
    }
}
