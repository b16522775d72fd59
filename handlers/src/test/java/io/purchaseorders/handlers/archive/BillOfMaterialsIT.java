package io.purchaseorders.handlers.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** {@code handlers-lambda.cdx.json} says what is in the archive, byte for byte, so that a scanner of it scans what runs. */
@NullMarked
class BillOfMaterialsIT {

    private static final Path ARCHIVE = Path.of("target", "handlers-lambda.zip");
    private static final Path BILL = Path.of("target", "handlers-lambda.cdx.json");

    /** This project's own modules, which the bill names without digests that a scanner would look for. */
    private static final String OWN_GROUP = "io.purchaseorders";

    /**
     * In the bill, since the functions are compiled with them, and not in the archive: the managed runtime brings the first,
     * and nothing that runs uses the others.
     */
    private static final Set<String> LEFT_OUT = Set.of("aws-lambda-java-core", "javatuples", "vavr-match");

    @Test
    void every_library_of_the_archive_is_in_the_bill_with_its_digest_and_no_other_is() throws Exception {
        Map<String, String> archived = new TreeMap<>();
        try (ZipFile zip = new ZipFile(ARCHIVE.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (entry.getName().startsWith("lib/") && entry.getName().endsWith(".jar")) {
                    archived.put(entry.getName().substring("lib/".length()), digest(zip, entry));
                }
            }
        }
        JsonNode bill = new JsonMapper().readTree(BILL.toFile());
        Map<String, String> billed = new TreeMap<>();
        billed.put(file(bill.at("/metadata/component")), "");
        bill.path("components").forEach(component -> {
            if (!LEFT_OUT.contains(component.path("name").asText())) {
                billed.put(file(component), sha256(component));
            }
        });
        archived.replaceAll((file, digest) -> billed.getOrDefault(file, digest).isEmpty() ? "" : digest);
        assertThat(billed).isEqualTo(archived);
        assertThat(archived.values().stream().filter(digest -> !digest.isEmpty()))
                .hasSizeGreaterThan(30);
    }

    @Test
    void every_component_can_be_looked_up_and_says_its_licence() throws IOException {
        JsonNode bill = new JsonMapper().readTree(BILL.toFile());
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.path("components")).isNotEmpty().allSatisfy(component -> {
            assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
            if (!component.path("group").asText().equals(OWN_GROUP)) {
                assertThat(component.path("licenses"))
                        .as("licence of %s", component.path("name").asText())
                        .isNotEmpty();
            }
        });
    }

    private static String file(JsonNode component) {
        return component.path("name").asText() + "-" + component.path("version").asText() + ".jar";
    }

    private static String sha256(JsonNode component) {
        for (JsonNode hash : component.path("hashes")) {
            if (hash.path("alg").asText().equals("SHA-256")
                    && !component.path("group").asText().equals(OWN_GROUP)) {
                return hash.path("content").asText();
            }
        }
        return "";
    }

    private static String digest(ZipFile zip, ZipEntry entry) {
        try (InputStream content = zip.getInputStream(entry)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(content, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
