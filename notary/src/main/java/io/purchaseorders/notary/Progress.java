package io.purchaseorders.notary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.log.LogProblem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Which export is being logged, or was logged last: the file {@link #PATH} of the log. As an export's events are logged in one
 * order, the size of the log says how many of them are logged already.
 *
 * @param searchAfter the next export has an id that sorts after this one
 * @param previousThrough until when the export before this one is
 * @param previousBegin how many entries the log had before that one
 * @param begin how many it had before this one
 * @param end how many it has with all of this one; {@link #UNFINISHED} before that
 */
record Progress(Export export, String searchAfter, Instant previousThrough, long previousBegin, long begin, long end) {

    static final String PATH = "progress";
    static final long UNFINISHED = -1;

    boolean isFinished() {
        return end != UNFINISHED;
    }

    Progress finished(long size) {
        return new Progress(export, searchAfter, previousThrough, previousBegin, begin, size);
    }

    Progress next(Export following, String nextSearchAfter) {
        return new Progress(following, nextSearchAfter, export.through(), begin, end, UNFINISHED);
    }

    static Progress first(Export export) {
        return new Progress(export, "", Instant.EPOCH, 0, 0, UNFINISHED);
    }

    byte[] bytes() {
        ObjectNode json = DetailJson.MAPPER.createObjectNode();
        json.put("export", export.id());
        json.put("table", export.tableArn());
        json.put("isIncremental", export.isIncremental());
        json.put("since", export.since().toString());
        json.put("through", export.through().toString());
        json.put("searchAfter", searchAfter);
        json.put("previousThrough", previousThrough.toString());
        json.put("previousBegin", previousBegin);
        json.put("begin", begin);
        json.put("end", end);
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static Progress parse(byte[] content) {
        try {
            JsonNode json = DetailJson.MAPPER.readTree(new String(content, StandardCharsets.UTF_8));
            return new Progress(
                    new Export(
                            json.path("export").asText(),
                            json.path("table").asText(),
                            json.path("isIncremental").asBoolean(),
                            Instant.parse(json.path("since").asText()),
                            Instant.parse(json.path("through").asText())),
                    json.path("searchAfter").asText(),
                    Instant.parse(json.path("previousThrough").asText()),
                    json.path("previousBegin").asLong(),
                    json.path("begin").asLong(),
                    json.path("end").asLong());
        } catch (JsonProcessingException | DateTimeException e) {
            throw new LogProblem(
                    "The file " + PATH + " of the log cannot be read: restore it from its version before.");
        }
    }
}
