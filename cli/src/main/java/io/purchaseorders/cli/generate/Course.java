package io.purchaseorders.cli.generate;

import static io.purchaseorders.cli.generate.Step.CANCELLED;
import static io.purchaseorders.cli.generate.Step.CONFIRMED;
import static io.purchaseorders.cli.generate.Step.DELIVERED;
import static io.purchaseorders.cli.generate.Step.PLACED;
import static io.purchaseorders.cli.generate.Step.RETURNED;
import static io.purchaseorders.cli.generate.Step.RETURNED_AGAIN;
import static io.purchaseorders.cli.generate.Step.SHIPPED;

import java.util.List;

/** The lives of sample orders and how many of a hundred lead each: four events an order with the amendments. */
enum Course {
    ORDINARY(72, PLACED, CONFIRMED, SHIPPED, DELIVERED),
    COLLECTED(4, PLACED, CONFIRMED, DELIVERED),
    SENT_BACK(8, PLACED, CONFIRMED, SHIPPED, DELIVERED, RETURNED),
    SENT_BACK_TWICE(2, PLACED, CONFIRMED, SHIPPED, DELIVERED, RETURNED, RETURNED_AGAIN),
    REFUSED_AT_THE_DOOR(2, PLACED, CONFIRMED, SHIPPED, RETURNED),
    CANCELLED_AT_ONCE(4, PLACED, CANCELLED),
    CANCELLED_LATER(3, PLACED, CONFIRMED, CANCELLED),
    LOST(1, PLACED, CONFIRMED, SHIPPED, CANCELLED),
    NEVER_CONFIRMED(2, PLACED),
    WAITING(2, PLACED, CONFIRMED);

    private final int percent;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Step> steps;

    Course(int percent, Step... steps) {
        this.percent = percent;
        this.steps = List.of(steps);
    }

    static Course draw(SeededRandom random) {
        long left = random.below(100);
        for (Course course : values()) {
            left -= course.percent;
            if (left < 0) {
                return course;
            }
        }
        throw new IllegalStateException("the percentages of the courses do not add up to 100");
    }

    List<Step> steps() {
        return steps;
    }
}
