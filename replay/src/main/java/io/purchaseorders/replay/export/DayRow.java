package io.purchaseorders.replay.export;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;

/**
 * What was added to a key on a day, of orders in one currency.
 *
 * @param key an aggregation key
 * @param currency empty where no order had been placed yet
 * @param measures by their names, those that are not zero
 */
public record DayRow(String key, LocalDate day, String currency, Map<String, BigDecimal> measures) {}
