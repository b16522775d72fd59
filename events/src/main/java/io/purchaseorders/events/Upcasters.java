package io.purchaseorders.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
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

    /** The members as the newest version of the type has them, or why they are of no known version. */
    Validation<Seq<Fault>, JsonMembers> newest(EventType type, JsonMembers members, String detail) {
        @Nullable Object stated = members.find(VERSION);
        if (stated == null || stated == JsonMembers.Literal.NULL) {
            return upcast(type, 1, members, detail);
        }
        if (!(stated instanceof BigDecimal version) || version.signum() <= 0 || !isInteger(version)) {
            return Members.fault("/" + VERSION, "must be a positive integer");
        }
        return version.compareTo(BigDecimal.valueOf(newestVersion(type))) <= 0
                ? upcast(type, version.intValueExact(), members, detail)
                : Members.fault("/" + VERSION, "is unknown; the newest known is " + newestVersion(type));
    }

    private static boolean isInteger(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    private Validation<Seq<Fault>, JsonMembers> upcast(
            EventType type, int version, JsonMembers members, String detail) {
        return version == newestVersion(type)
                ? Validation.valid(members)
                : Validation.valid(upcast(type, version, detail));
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
