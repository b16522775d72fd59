package io.purchaseorders.notary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * The calls {@code GetPublicKey} and {@code Sign} of AWS KMS over its JSON protocol, for one Ed25519 key. As KMS does, it takes
 * {@code ED25519_SHA_512} with a raw message only, and signs that message by RFC 8032.
 */
final class KmsStandIn implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpServer server;
    private final KeyPair key;
    private final String keySpec;

    KmsStandIn(String keySpec) throws IOException, GeneralSecurityException {
        this.keySpec = keySpec;
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            JsonNode request = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
            ObjectNode answer = MAPPER.createObjectNode();
            int status = 200;
            try {
                answer(exchange.getRequestHeaders().getFirst("X-Amz-Target"), request, answer);
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                status = 400;
                answer.put("__type", "ValidationException").put("message", e.getMessage());
            }
            byte[] body = MAPPER.writeValueAsBytes(answer);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private void answer(String target, JsonNode request, ObjectNode answer) throws GeneralSecurityException {
        answer.put("KeyId", request.path("KeyId").asText());
        switch (target) {
            case "TrentService.GetPublicKey" ->
                answer.put("KeySpec", keySpec)
                        .put("KeyUsage", "SIGN_VERIFY")
                        .put(
                                "PublicKey",
                                Base64.getEncoder()
                                        .encodeToString(key.getPublic().getEncoded()));
            case "TrentService.Sign" -> {
                if (!request.path("SigningAlgorithm").asText().equals("ED25519_SHA_512")
                        || !request.path("MessageType").asText().equals("RAW")) {
                    throw new IllegalArgumentException("the algorithm or the type of the message is not the key's");
                }
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(key.getPrivate());
                signature.update(
                        Base64.getDecoder().decode(request.path("Message").asText()));
                answer.put("SigningAlgorithm", "ED25519_SHA_512")
                        .put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
            }
            default -> throw new IllegalArgumentException("unknown call " + target);
        }
    }

    KmsClient client() {
        return KmsClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
