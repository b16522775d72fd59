package io.purchaseorders.handlers.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;
import org.slf4j.spi.MDCAdapter;

/**
 * One JSON object a line, with Powertools' names. Of a failure it tells the classes and the places and never the message,
 * which may quote what was being read.
 */
final class JsonLogger extends LegacyAbstractLogger implements LoggingEventAware {

    private static final long serialVersionUID = 1;

    /** Enough to find the place, short enough for a line. */
    private static final int FRAMES = 40;

    /** What is less severe is not written. Powertools sets it from its variable. */
    static volatile Level threshold = Level.INFO;

    /** Where lines go: what Lambda's runtime makes of standard output. Tests put something else in its place. */
    static volatile Consumer<String> out = line -> System.out.println(line);

    private final transient MDCAdapter context;

    JsonLogger(String name, MDCAdapter context) {
        this.name = name;
        this.context = context;
    }

    @Override
    public void log(LoggingEvent event) {
        Object @Nullable [] arguments = event.getArgumentArray();
        SequencedMap<String, Object> fields = new LinkedHashMap<>();
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                fields.put(pair.key, plain(pair.value));
            }
        }
        write(
                event.getLevel(),
                MessageFormatter.basicArrayFormat(event.getMessage(), arguments),
                fields,
                event.getThrowable());
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        write(level, MessageFormatter.basicArrayFormat(message, arguments), new LinkedHashMap<>(), failure);
    }

    private void write(Level level, String message, SequencedMap<String, Object> fields, @Nullable Throwable failure) {
        SequencedMap<String, Object> line = new LinkedHashMap<>();
        line.put("level", level.name());
        line.put("message", message);
        line.put("timestamp", Instant.now().toString());
        line.put("logger", name);
        Map<String, String> carried = context.getCopyOfContextMap();
        if (carried != null) {
            line.putAll(carried);
        }
        fields.forEach(line::putIfAbsent);
        if (failure != null) {
            line.put("error", error(failure));
        }
        out.accept(Lines.of(line));
    }

    private static Map<String, Object> error(Throwable failure) {
        List<String> stack = new ArrayList<>();
        for (Throwable cause = failure; cause != null && stack.size() < FRAMES; cause = cause.getCause()) {
            stack.add(cause.getClass().getName());
            for (StackTraceElement frame : cause.getStackTrace()) {
                stack.add("at " + frame);
            }
        }
        SequencedMap<String, Object> error = new LinkedHashMap<>();
        error.put("name", failure.getClass().getName());
        error.put("stack", stack.subList(0, Math.min(FRAMES, stack.size())));
        return error;
    }

    private static Object plain(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
    }

    private static boolean isWritten(Level level) {
        return level.toInt() >= threshold.toInt();
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return isWritten(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return isWritten(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isWritten(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isWritten(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return isWritten(Level.ERROR);
    }
}
