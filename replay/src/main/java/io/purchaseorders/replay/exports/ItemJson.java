package io.purchaseorders.replay.exports;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes items in DynamoDB's JSON, as exports and imports have them. */
public final class ItemJson {

    private ItemJson() {}

    /** Writes the line of an item: {@code {"Item":{...}}}. */
    public static void write(JsonGenerator json, Map<String, AttributeValue> item) throws IOException {
        json.writeStartObject();
        json.writeFieldName("Item");
        map(json, item);
        json.writeEndObject();
    }

    private static void map(JsonGenerator json, Map<String, AttributeValue> values) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, AttributeValue> attribute : values.entrySet()) {
            json.writeFieldName(attribute.getKey());
            value(json, attribute.getValue());
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, AttributeValue value) throws IOException {
        json.writeStartObject();
        json.writeFieldName(
                value.type() == AttributeValue.Type.NUL ? "NULL" : value.type().name());
        switch (value.type()) {
            case S -> json.writeString(value.s());
            case N -> json.writeString(value.n());
            case B -> json.writeBinary(value.b().asByteArrayUnsafe());
            case BOOL -> json.writeBoolean(value.bool());
            case NUL -> json.writeBoolean(true);
            case SS -> texts(json, value.ss());
            case NS -> texts(json, value.ns());
            case BS -> {
                json.writeStartArray();
                for (var each : value.bs()) {
                    json.writeBinary(each.asByteArrayUnsafe());
                }
                json.writeEndArray();
            }
            case M -> map(json, value.m());
            case L -> {
                json.writeStartArray();
                for (AttributeValue each : value.l()) {
                    value(json, each);
                }
                json.writeEndArray();
            }
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalStateException("an attribute of an unknown type");
        }
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, List<String> texts) throws IOException {
        json.writeStartArray();
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
