package io.purchaseorders.handlers.telemetry;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.jspecify.annotations.NullMarked;

/** What the functions' loggers write while it is open, the least severe lines included, in the form of their archive. */
@NullMarked
final class LogLines extends AbstractAppender implements AutoCloseable {

    private static final String OURS = "io.purchaseorders";

    private static final Path FORM =
            Path.of(System.getProperty("repository.root", ".."), "handlers", "src", "assembly", "LogLine.json");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LoggerContext context;

    private LogLines(LoggerContext context) {
        super(
                "lines",
                null,
                JsonTemplateLayout.newBuilder()
                        .setConfiguration(context.getConfiguration())
                        .setEventTemplateUri(FORM.toUri().toString())
                        .build(),
                false,
                Property.EMPTY_ARRAY);
        this.context = context;
    }

    static LogLines begin() {
        LogLines lines = new LogLines((LoggerContext) LogManager.getContext(false));
        lines.start();
        LoggerConfig ours = new LoggerConfig(OURS, Level.TRACE, false);
        ours.addAppender(lines, Level.TRACE, null);
        lines.context.getConfiguration().addLogger(OURS, ours);
        lines.context.updateLoggers();
        return lines;
    }

    @Override
    public void append(LogEvent event) {
        lines.add(String.valueOf(getLayout().toSerializable(event)));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        context.getConfiguration().removeLogger(OURS);
        context.updateLoggers();
        stop();
    }
}
