package io.purchaseorders.local.cloudfront;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers the console's static files below {@code /console/}, leads there from {@code /}, and leaves every other path to
 * whoever comes after it.
 */
public final class Site extends Handler.Abstract {

    /** Where the site is. */
    public static final String PATH = "/console/";

    /** What the site reads first: where the API is, who signs in, what may be published to. */
    static final String CONFIGURATION = "config.json";

    /** Vite puts a digest of the content into the names of what lies here. */
    private static final String NAMED_BY_CONTENT = "assets/";

    private final SiteFiles files;
    private final byte[] configuration;
    private final String contentSecurityPolicy;

    /**
     * @param folder what the build of the console wrote; where it is missing the answer says how it is made
     * @param configuration a JSON object
     * @param connections the origins that the page may connect to besides its own
     */
    public Site(Path folder, String configuration, List<URI> connections) {
        this.files = SiteFiles.read(folder);
        this.configuration = configuration.getBytes(StandardCharsets.UTF_8);
        this.contentSecurityPolicy =
                "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self';"
                        + " connect-src 'self'"
                        + connections.stream()
                                .map(address -> " " + address.getScheme() + "://" + address.getAuthority())
                                .distinct()
                                .collect(Collectors.joining())
                        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = String.valueOf(request.getHttpURI().getPath());
        boolean isRead = List.of("GET", "HEAD").contains(request.getMethod());
        if (!isRead) {
            return false;
        }
        if (path.equals("/") || path.equals("/console")) {
            redirect(response, callback);
            return true;
        }
        if (!path.startsWith(PATH)) {
            return false;
        }
        answer(path.substring(PATH.length()), request, response, callback);
        return true;
    }

    private static void redirect(Response response, Callback callback) {
        response.setStatus(HttpStatus.FOUND_302);
        response.getHeaders().put(HttpHeader.LOCATION, PATH);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
        response.write(true, null, callback);
    }

    private void answer(String name, Request request, Response response, Callback callback) {
        if (!files.isBuilt()) {
            write(request, response, callback, HttpStatus.NOT_FOUND_404, text("""
                    The console is not built: install Node.js 20.19 or newer, which brings npm, and start ./orders up again.
                    """));
        } else if (name.equals(CONFIGURATION)) {
            write(
                    request,
                    response,
                    callback,
                    HttpStatus.OK_200,
                    new SiteFiles.File("application/json", configuration));
        } else {
            if (name.startsWith(NAMED_BY_CONTENT)) {
                response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=31536000, immutable");
            }
            files.find(name)
                    .ifPresentOrElse(
                            file -> write(request, response, callback, HttpStatus.OK_200, file),
                            () -> write(
                                    request,
                                    response,
                                    callback,
                                    HttpStatus.NOT_FOUND_404,
                                    text("There is no such file.\n")));
        }
    }

    private static SiteFiles.File text(String sentence) {
        return new SiteFiles.File("text/plain; charset=utf-8", sentence.getBytes(StandardCharsets.UTF_8));
    }

    private void write(Request request, Response response, Callback callback, int status, SiteFiles.File file) {
        response.setStatus(status);
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, file.contentType());
        headers.put(HttpHeader.CONTENT_LENGTH, file.content().length);
        headers.put("Content-Security-Policy", contentSecurityPolicy);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        if (headers.get(HttpHeader.CACHE_CONTROL) == null) {
            headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
        }
        response.write(true, "HEAD".equals(request.getMethod()) ? null : ByteBuffer.wrap(file.content()), callback);
    }
}
