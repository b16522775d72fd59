package io.purchaseorders.benchmarks.fold;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.exports.ExportFolder.DataFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Reads the lines of an export by Jackson's streaming parser, without a tree in between. */
final class EventReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int BUFFER = 1 << 16;
    private static final int MOST_LINES = 8;
    private static final int CENTS = 2;

    private EventReader() {}

    static List<Path> files(Path export) throws IOException {
        return ExportFolder.under(export).getFirst().files().stream()
                .map(DataFile::path)
                .toList();
    }

    static void lines(Path file, Consumer<String> to) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file), BUFFER), StandardCharsets.UTF_8),
                BUFFER)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                to.accept(line);
            }
        }
    }

    static Event event(String line) throws IOException {
        Event event = new Event();
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            parser.nextToken(); // Item
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                parser.nextToken(); // S
                parser.nextToken();
                switch (name) {
                    case "orderId" -> event.orderId = parser.getText();
                    case "timestamp" -> event.day = day(parser.getText());
                    case "type" -> event.type = type(parser.getText());
                    case "detail" -> detail(parser.getText(), event);
                    default -> {}
                }
                parser.nextToken();
            }
        }
        return event;
    }

    /** From 2026-11-23T..., without a formatter. */
    private static int day(String timestamp) {
        return (int) LocalDate.of(
                        Integer.parseInt(timestamp, 0, 4, 10),
                        Integer.parseInt(timestamp, 5, 7, 10),
                        Integer.parseInt(timestamp, 8, 10, 10))
                .toEpochDay();
    }

    private static int type(String name) {
        return switch (name) {
            case "OrderPlaced" -> Event.PLACED;
            case "OrderAmended" -> Event.AMENDED;
            case "OrderConfirmed" -> Event.CONFIRMED;
            case "OrderShipped" -> Event.SHIPPED;
            case "OrderDelivered" -> Event.DELIVERED;
            case "OrderCancelled" -> Event.CANCELLED;
            case "OrderReturned" -> Event.RETURNED;
            default -> throw new IllegalArgumentException("unknown type " + name);
        };
    }

    private static void detail(String detail, Event event) throws IOException {
        try (JsonParser parser = JSON.createParser(detail)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "customerId" -> event.customer = parser.getText();
                    case "currency" -> event.currency = parser.getText();
                    case "shipping", "tax" -> event.extras += cents(parser.getText());
                    case "lines" -> lines(parser, event);
                    default -> parser.skipChildren();
                }
            }
        }
    }

    private static void lines(JsonParser parser, Event event) throws IOException {
        String[] skus = new String[MOST_LINES];
        long[] units = new long[MOST_LINES];
        long[] amounts = new long[MOST_LINES];
        int count = 0;
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            long price = 0;
            long discount = 0;
            boolean isReturned = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "sku" -> skus[count] = parser.getText();
                    case "quantity" -> units[count] = parser.getLongValue();
                    case "unitPrice" -> price = cents(parser.getText());
                    case "discount" -> discount = cents(parser.getText());
                    case "refund" -> {
                        amounts[count] = cents(parser.getText());
                        isReturned = true;
                    }
                    default -> parser.skipChildren();
                }
            }
            if (!isReturned) {
                amounts[count] = units[count] * price - discount;
            }
            count++;
        }
        event.skus = Arrays.copyOf(skus, count);
        event.units = Arrays.copyOf(units, count);
        event.amounts = Arrays.copyOf(amounts, count);
    }

    /** The reference load writes two fractional digits. */
    private static long cents(String text) {
        int point = text.length() - 1 - CENTS;
        return Long.parseLong(text, 0, point, 10) * 100 + Long.parseLong(text, point + 1, text.length(), 10);
    }
}
