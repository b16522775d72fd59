package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.REPORTING_TIME_ZONE;
import static io.purchaseorders.stores.dynamodb.StoredNames.SETTINGS;
import static io.purchaseorders.stores.dynamodb.StoredNames.TIME_ZONE;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The reporting time zone that the tables' totals are made in: written once, since rows of another zone would not add up. */
public final class DynamoReportingZone {

    private final KeyedTable table;

    public DynamoReportingZone(Tables tables) {
        this.table = tables.intakeTable();
    }

    /** The zone of the totals; nothing where no system has written it. */
    public Optional<ZoneId> read() {
        return table.item(SETTINGS, REPORTING_TIME_ZONE).map(DynamoReportingZone::zone);
    }

    /** Writes the zone of new tables, and answers the zone that they have: another one where it was written before. */
    public ZoneId writeOnce(ZoneId zone) {
        Map<String, AttributeValue> item = new HashMap<>(table.key(SETTINGS, REPORTING_TIME_ZONE));
        item.put(TIME_ZONE, Attributes.text(zone.getId()));
        return table.insert(item).map(DynamoReportingZone::zone).orElse(zone);
    }

    private static ZoneId zone(Map<String, AttributeValue> item) {
        return ZoneId.of(Attributes.text(item, TIME_ZONE));
    }
}
