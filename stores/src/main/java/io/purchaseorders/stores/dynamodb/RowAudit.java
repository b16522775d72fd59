package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.AGGREGATION_KEY;
import static io.purchaseorders.stores.dynamodb.StoredNames.APPLIED;
import static io.purchaseorders.stores.dynamodb.StoredNames.APPLIED_THROUGH;
import static io.purchaseorders.stores.dynamodb.StoredNames.BIRTH;
import static io.purchaseorders.stores.dynamodb.StoredNames.CHECKPOINT;
import static io.purchaseorders.stores.dynamodb.StoredNames.DAYS;
import static io.purchaseorders.stores.dynamodb.StoredNames.DIRECTORY;
import static io.purchaseorders.stores.dynamodb.StoredNames.FENCE;
import static io.purchaseorders.stores.dynamodb.StoredNames.PERIOD;
import static io.purchaseorders.stores.dynamodb.StoredNames.SEALED;
import static io.purchaseorders.stores.dynamodb.StoredNames.SHARDS;
import static io.purchaseorders.stores.dynamodb.StoredNames.VERSION;

import io.purchaseorders.projections.order.AppliedEvents;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Directory;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.NewerCodecException;
import io.purchaseorders.stores.ProjectionReader.IntegrityFinding;
import io.purchaseorders.stores.ShardRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Audits the keys, versions and positions in the rows of the aggregations table. Their measures and states are
 * compared with a fold elsewhere.
 */
final class RowAudit {

    private final Set<Long> ordinals;
    private final long rolledUpTo;
    private final long fence;

    /** @param rolledUpTo rows that were not written since it was rolled up still name shards up to this one */
    RowAudit(List<ShardRow> shards, long rolledUpTo) {
        this.ordinals = shards.stream().map(ShardRow::ordinal).collect(Collectors.toUnmodifiableSet());
        this.rolledUpTo = rolledUpTo;
        this.fence = shards.stream()
                .filter(shard -> !shard.closed())
                .mapToLong(ShardRow::ordinal)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    List<IntegrityFinding> findings(Map<String, AttributeValue> item) {
        String key = Attributes.text(item, AGGREGATION_KEY);
        String period = Attributes.text(item, PERIOD);
        List<String> findings = new ArrayList<>();
        if (key.startsWith(OrderRow.PREFIX)) {
            order(item, findings);
        } else if (Projections.isKey(key)) {
            RowKey row = new RowKey(key, period);
            if (!row.isStored()) {
                findings.add("is of no period that this system stores");
            } else {
                directory(row, item, findings);
            }
            item.forEach((name, value) -> totals(name, value, findings));
        } else if (key.startsWith(DAYS)) {
            days(item, findings);
        } else if (!key.equals(SHARDS) && !key.equals(BIRTH) && !key.startsWith(CHECKPOINT)) {
            findings.add("is not a row of this system");
        }
        return findings.stream()
                .map(finding -> new IntegrityFinding(key + " " + period, finding))
                .toList();
    }

    private static void days(Map<String, AttributeValue> item, List<String> findings) {
        try {
            DayItem.entries(item).forEach(entry -> {});
        } catch (NewerCodecException newer) {
            throw newer; // no damage, but more than this release can audit, as with every other row
        } catch (RuntimeException unreadable) {
            findings.add("is not a set of orders of a day");
        }
    }

    private static void order(Map<String, AttributeValue> item, List<String> findings) {
        @Nullable AttributeValue version = item.get(VERSION);
        @Nullable AttributeValue applied = item.get(APPLIED);
        int held = applied == null || applied.b() == null
                ? 0
                : AppliedEvents.ofBytes(applied.b().asByteArray()).size();
        if (version == null || !Integer.toString(held).equals(version.n())) {
            findings.add("version is " + (version == null ? "missing" : version.n()) + " and must be " + held);
        } else {
            OrderItem.read(item).peekLeft(findings::add);
        }
    }

    /** Whether a batch has added to it, or a snapshot was loaded into it. */
    private static boolean holdsSomething(Map<String, AttributeValue> item) {
        return item.containsKey(FENCE) || item.keySet().stream().anyMatch(Measure::isStoredName);
    }

    /** A row that its directory does not name is missing in lists and rankings. A row that was only sealed holds nothing. */
    private static void directory(RowKey row, Map<String, AttributeValue> item, List<String> findings) {
        Optional<String> named = Attributes.find(item, DIRECTORY).map(value -> String.valueOf(value.s()));
        Optional<String> expected = Directory.partition(row).filter(partition -> holdsSomething(item));
        if (!named.equals(expected)) {
            findings.add(DIRECTORY + " is " + named.orElse("missing") + " and must be " + expected.orElse("missing"));
        }
    }

    private void totals(String name, AttributeValue value, List<String> findings) {
        if (name.equals(FENCE)) {
            if (value.n() == null || Long.parseLong(value.n()) > fence) {
                findings.add("fence is " + value.n() + ", beyond that of the stream's shards");
            }
        } else if (name.startsWith(APPLIED_THROUGH)) {
            if (!isOrdinal(name.substring(APPLIED_THROUGH.length()))) {
                findings.add(name + " belongs to no known shard");
            }
        } else if (Measure.isStoredName(name) && value.n() == null) {
            findings.add(name + " is not a number");
        } else if (!Measure.isStoredName(name)
                && !name.equals(SEALED)
                && !name.equals(DIRECTORY)
                && !name.equals(CodecVersion.ATTRIBUTE)
                && !name.equals(AGGREGATION_KEY)
                && !name.equals(PERIOD)) {
            findings.add("attribute " + name + " is unknown to this system");
        }
    }

    private boolean isOrdinal(String digits) {
        return digits.matches("[1-9][0-9]{0,17}")
                && (Long.parseLong(digits) <= rolledUpTo || ordinals.contains(Long.valueOf(digits)));
    }
}
