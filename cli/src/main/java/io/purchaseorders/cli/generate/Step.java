package io.purchaseorders.cli.generate;

import java.time.Duration;

/** An event of a sample order's life, and how long it takes from the one before. */
enum Step {
    PLACED("OrderPlaced", Duration.ZERO, Duration.ZERO),
    AMENDED("OrderAmended", Duration.ofMinutes(5), Duration.ofHours(12)),
    CONFIRMED("OrderConfirmed", Duration.ofMinutes(10), Duration.ofDays(1)),
    SHIPPED("OrderShipped", Duration.ofHours(2), Duration.ofDays(4)),
    DELIVERED("OrderDelivered", Duration.ofHours(12), Duration.ofDays(7)),
    CANCELLED("OrderCancelled", Duration.ofMinutes(30), Duration.ofDays(2)),
    RETURNED("OrderReturned", Duration.ofDays(1), Duration.ofDays(14)),
    RETURNED_AGAIN("OrderReturned", Duration.ofDays(1), Duration.ofDays(14));

    private final String type;
    private final long shortestMillis;
    private final long longestMillis;

    Step(String type, Duration shortest, Duration longest) {
        this.type = type;
        this.shortestMillis = shortest.toMillis();
        this.longestMillis = longest.toMillis();
    }

    String type() {
        return type;
    }

    /** The event id's part after the order's id. */
    String idSuffix() {
        return switch (this) {
            case PLACED -> "placed";
            case AMENDED -> "amended";
            case CONFIRMED -> "confirmed";
            case SHIPPED -> "shipped";
            case DELIVERED -> "delivered";
            case CANCELLED -> "cancelled";
            case RETURNED -> "returned";
            case RETURNED_AGAIN -> "returned-again";
        };
    }

    long drawDelayMillis(SeededRandom random) {
        return shortestMillis + random.below(longestMillis - shortestMillis + 1);
    }
}
