package io.purchaseorders.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Brings the members of an event of an older schema version to the newest one of its type, step by step. The text that is
 * stored stays as it was published.
 *
 * @param steps by type, the functions from each version to the next, from version 1 on; a type without any has one
 *     version. A step may change the tree that it is given.
 */
record Upcasters(Map<EventType, List<UnaryOperator<ObjectNode>>> steps) {

    /** A step stays for ever: events of its version are stored. */
    static final Upcasters RELEASED = new Upcasters(Map.of());

    private static final String VERSION = "schemaVersion";

    int newestVersion(EventType type) {
        return 1 + steps.getOrDefault(type, List.of()).size();
    }

    /**
     * The members as the newest version of the type has them. Where they are of no known version, that is a fault, and they
     * are taken for those of the newest one, whose faults they would have besides.
     */
    JsonMembers newest(EventType type, JsonMembers members, String detail, List<Fault> faults) {
        @Nullable Object stated = members.find(VERSION);
        int newest = newestVersion(type);
        int version = stated == null || stated == JsonMembers.Literal.NULL ? 1 : version(stated, newest, faults);
        return version == newest ? members : upcast(type, version, detail);
    }

    /** The version that is stated; the newest one in place of one that is not known. */
    private static int version(Object stated, int newest, List<Fault> faults) {
        if (!(stated instanceof BigDecimal version) || version.signum() <= 0 || !isInteger(version)) {
            faults.add(new Fault("/" + VERSION, "must be a positive integer"));
            return newest;
        }
        if (version.compareTo(BigDecimal.valueOf(newest)) > 0) {
            faults.add(new Fault("/" + VERSION, "is unknown; the newest known is " + newest));
            return newest;
        }
        return version.intValueExact();
    }

    /** Zeros are stripped behind a point alone: in front of the largest exponents there is no room for one more. */
    private static boolean isInteger(BigDecimal number) {
        return number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0;
    }

    private JsonMembers upcast(EventType type, int version, String detail) {
        ObjectNode tree = DetailJson.parseObject(detail)
                .getOrElseThrow(fault -> new IllegalStateException("was read before: " + fault));
        for (UnaryOperator<ObjectNode> step :
                steps.getOrDefault(type, List.of()).subList(version - 1, newestVersion(type) - 1)) {
            tree = step.apply(tree);
        }
        return JsonMembers.parse(DetailJson.write(tree))
                .getOrElseThrow(fault -> new IllegalStateException("an upcaster wrote no event: " + fault));
    }
}
