package io.purchaseorders.benchmarks.costs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;

/** The price file: what a service asks for, where that is written, and what nobody has measured yet. */
record Prices(JsonNode file) {

    static Prices read(Path path) throws IOException {
        return new Prices(new JsonMapper().readTree(path.toFile()));
    }

    double of(String name) {
        return number("prices", name);
    }

    double assumed(String name) {
        return number("assumed", name);
    }

    private double number(String part, String name) {
        JsonNode value = file.path(part).path(name);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("The price file has no number " + part + "." + name + ".");
        }
        return value.doubleValue();
    }

    String text(String name) {
        return file.path(name).asText();
    }
}
