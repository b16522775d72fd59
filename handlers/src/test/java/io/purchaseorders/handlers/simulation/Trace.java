package io.purchaseorders.handlers.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/** What happened in a run, in words; off unless somebody wants to read it. */
@NullMarked
final class Trace {

    private final boolean on;
    private final List<String> lines = new ArrayList<>();

    private Trace(boolean on) {
        this.on = on;
    }

    static Trace off() {
        return new Trace(false);
    }

    static Trace on() {
        return new Trace(true);
    }

    void say(Supplier<String> line) {
        if (on) {
            lines.add("       " + line.get());
        }
    }

    void step(int number, Supplier<String> words) {
        if (on) {
            lines.add("%4d. %s".formatted(number, words.get()));
        }
    }

    String text() {
        return String.join("\n", lines);
    }
}
