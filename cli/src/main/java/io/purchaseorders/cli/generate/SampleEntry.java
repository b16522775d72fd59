package io.purchaseorders.cli.generate;

/**
 * An entry as {@code PutEvents} takes it.
 *
 * @param detail a JSON object as text, of ASCII without backslashes, as the generator writes it
 */
record SampleEntry(String source, String detailType, String detail) {

    /** One line of NDJSON without its end; {@code Detail} is a JSON string. */
    String line() {
        return "{\"Source\":\"" + source + "\",\"DetailType\":\"" + detailType + "\",\"Detail\":\""
                + detail.replace("\"", "\\\"") + "\"}";
    }
}
