package io.purchaseorders.local.apigateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Compresses answers as API Gateway does: those of at least some size, for readers that accept it. */
record Compressor(int minimumBytes) {

    /** In the order in which they are preferred where a reader takes several. */
    private enum Coding {
        GZIP,
        DEFLATE
    }

    ProxyAnswer fit(ProxyAnswer answer, Request request) throws IOException {
        boolean encoded = answer.headers().contains(HttpHeader.CONTENT_ENCODING);
        if (encoded || answer.body().remaining() < minimumBytes) {
            return answer;
        }
        Optional<Coding> coding = coding(request);
        if (coding.isEmpty()) {
            return answer;
        }
        return new ProxyAnswer(
                answer.status(),
                HttpFields.build(answer.headers())
                        .put(HttpHeader.CONTENT_ENCODING, coding.get().name().toLowerCase(Locale.ROOT))
                        .asImmutable(),
                ByteBuffer.wrap(compressed(coding.get(), answer.body().array())));
    }

    private static byte[] compressed(Coding coding, byte[] body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = switch (coding) {
            case GZIP -> new GZIPOutputStream(bytes);
            case DEFLATE -> new DeflaterOutputStream(bytes);
        }) {
            zip.write(body);
        }
        return bytes.toByteArray();
    }

    /** Jetty leaves out what has a weight of zero. */
    private static Optional<Coding> coding(Request request) {
        List<String> accepted = request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING);
        return Arrays.stream(Coding.values())
                .filter(coding ->
                        accepted.stream().anyMatch(name -> name.equalsIgnoreCase(coding.name()) || name.equals("*")))
                .findFirst();
    }
}
