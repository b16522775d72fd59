package io.purchaseorders.handlers.telemetry;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;
import software.amazon.lambda.powertools.logging.internal.LoggingManager;

/**
 * Binds SLF4J and Powertools' logging to {@link JsonLogger}. Only the functions' archive registers it (see
 * {@code src/assembly}). Measured, Powertools' own binding to Log4j takes a second of processor time until the first line,
 * half of what a whole function takes to start; the one to Logback was not measured.
 */
public class JsonLoggingProvider implements SLF4JServiceProvider, LoggingManager {

    private final BasicMarkerFactory markers = new BasicMarkerFactory();
    private final BasicMDCAdapter context = new BasicMDCAdapter();

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> new JsonLogger(name, context);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    @Override
    public void setLogLevel(Level level) {
        JsonLogger.threshold = level;
    }

    @Override
    public Level getLogLevel(Logger logger) {
        return JsonLogger.threshold;
    }
}
