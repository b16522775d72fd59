package io.purchaseorders.local.apigateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.purchaseorders.local.host.StartProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;

/** What an issuer has to be again after a restart, so that its tokens stay good: a port and a key, in a file of its owner's. */
record IssuerFile(Path file) {

    private static final String NAME = "issuer.json";
    private static final int KEY_BITS = 2048;
    private static final JsonMapper JSON = new JsonMapper();

    /** @param port 0 where any will do */
    record Kept(int port, JWK key) {}

    static IssuerFile in(Path folder) {
        return new IssuerFile(folder.resolve(NAME));
    }

    /** What the file holds, its port only if that is free; a new key where there is no file. */
    Kept read() {
        if (!Files.exists(file)) {
            return new Kept(0, newKey());
        }
        try {
            JsonNode kept = JSON.readTree(Files.readString(file));
            int port = kept.path("port").asInt();
            return new Kept(isFree(port) ? port : 0, JWK.parse(kept.path("key").toString()));
        } catch (JsonProcessingException | ParseException e) {
            throw new StartProblem(
                    "The local issuer's key " + file + " cannot be read: delete it, and tokens given so far are void.");
        } catch (IOException e) {
            throw new StartProblem("The local issuer's key " + file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    void write(Kept kept) {
        try {
            String text = "{\"port\":" + kept.port() + ",\"key\":" + kept.key().toJSONString() + "}";
            Path unfinished = file.resolveSibling(NAME + ".new");
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished, ownerOnly());
            Files.writeString(unfinished, text);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StartProblem("The local issuer's key cannot be written to " + file + ": " + e.getMessage() + ".");
        }
    }

    private static JWK newKey() {
        try {
            return new RSAKeyGenerator(KEY_BITS).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform makes RSA keys", e);
        }
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
