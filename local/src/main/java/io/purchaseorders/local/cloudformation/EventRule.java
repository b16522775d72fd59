package io.purchaseorders.local.cloudformation;

import java.util.List;

/**
 * One EventBridge rule of the template.
 *
 * @param bus the name of the bus that it listens on
 * @param pattern its event pattern, JSON
 * @param targetArns queues
 */
public record EventRule(String name, String bus, String pattern, List<String> targetArns) {

    public EventRule {
        targetArns = List.copyOf(targetArns);
    }
}
