package io.purchaseorders.cli;

import java.time.ZoneId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads time zones by their names in the IANA database, such as Europe/Berlin; a bare offset is none. */
final class ZoneName implements ITypeConverter<ZoneId> {

    @Override
    public ZoneId convert(String text) {
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw new TypeConversionException("'" + text + "' is no time zone such as UTC or Europe/Berlin");
        }
        return ZoneId.of(text);
    }
}
