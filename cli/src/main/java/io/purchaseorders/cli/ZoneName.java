package io.purchaseorders.cli;

import java.time.DateTimeException;
import java.time.ZoneId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads time zones such as Europe/Berlin. */
final class ZoneName implements ITypeConverter<ZoneId> {

    @Override
    public ZoneId convert(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException noZone) {
            throw new TypeConversionException("'" + text + "' is no time zone such as UTC or Europe/Berlin");
        }
    }
}
