package io.purchaseorders.local.apigateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Compresses answers as API Gateway does: those of at least some size, for readers that accept it. */
record Compressor(int minimumBytes) {

    private static final String GZIP = "gzip";

    ProxyAnswer fit(ProxyAnswer answer, Request request) throws IOException {
        boolean encoded = answer.headers().contains(HttpHeader.CONTENT_ENCODING);
        if (encoded || answer.body().remaining() < minimumBytes || !accepts(request)) {
            return answer;
        }
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(answer.body().array());
        }
        return new ProxyAnswer(
                answer.status(),
                HttpFields.build(answer.headers())
                        .put(HttpHeader.CONTENT_ENCODING, GZIP)
                        .asImmutable(),
                ByteBuffer.wrap(bytes.toByteArray()));
    }

    /** Jetty leaves out what has a weight of zero. */
    private static boolean accepts(Request request) {
        return request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING).stream()
                .anyMatch(coding -> coding.equalsIgnoreCase(GZIP) || coding.equals("*"));
    }
}
