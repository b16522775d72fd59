package io.purchaseorders.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends a request byte by byte, as no HTTP client would where it is malformed, on a connection of its own. */
final class Wire {

    private static final int PATIENCE_MILLIS = 60_000;

    /** @param headers by name in lower case; of several of one name the last */
    record Answer(int status, Map<String, String> headers, String body) {

        String type() {
            return headers.getOrDefault("content-type", "").replaceFirst(";.*", "");
        }

        JsonNode json() {
            return Entry.json(body);
        }
    }

    private final URI address;

    Wire(URI address) {
        this.address = address;
    }

    /** @param target as it stands in the request line, byte by byte in Latin-1 */
    Answer send(String method, String target, Map<String, String> headers) {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
        request.append("Connection: close\r\n\r\n");
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + target, e);
        }
    }

    private static Answer read(InputStream in) throws IOException {
        byte[] all = in.readAllBytes();
        String latin = new String(all, StandardCharsets.ISO_8859_1);
        int end = latin.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer: " + latin);
        }
        String[] head = latin.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.put(
                    head[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    head[i].substring(colon + 1).strip());
        }
        return new Answer(
                Integer.parseInt(head[0].split(" ", -1)[1]),
                headers,
                new String(all, end + 4, all.length - end - 4, StandardCharsets.UTF_8));
    }
}
