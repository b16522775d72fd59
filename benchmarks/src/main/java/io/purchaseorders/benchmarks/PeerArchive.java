package io.purchaseorders.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Folders as Lambda unpacks archives to: ours from {@code handlers-lambda.zip}, a peer's with nothing in it but itself and
 * the very jars of the SDK that ours has.
 */
final class PeerArchive {

    private static final String JAR = "lib/function.jar";

    /** What a DynamoDB client over HttpURLConnection needs. */
    private static final List<String> SDK =
            List.of("software/amazon/awssdk/", "software/amazon/eventstream/", "org/reactivestreams/", "org/slf4j/");

    private PeerArchive() {}

    /** Unpacks an archive into a folder that is not there. */
    static Path unpack(Path archive, Path folder) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
        return folder;
    }

    /** A folder with one class and, if it is to have it, the SDK of {@code ours}. */
    static Path of(Class<?> handler, boolean hasSdk, Path ours, Path folder) throws IOException {
        Files.createDirectories(folder.resolve(JAR).getParent());
        String name = handler.getName().replace('.', '/') + ".class";
        try (InputStream in = handler.getResourceAsStream('/' + name);
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(folder.resolve(JAR)))) {
            if (in == null) {
                throw new IOException(name + " is not on the class path");
            }
            out.putNextEntry(new ZipEntry(name));
            in.transferTo(out);
        }
        if (hasSdk) {
            try (Stream<Path> jars = Files.list(ours.resolve("lib"))) {
                for (Path jar : jars.sorted().filter(PeerArchive::isSdk).toList()) {
                    Files.copy(jar, folder.resolve("lib").resolve(jar.getFileName()));
                }
            }
        }
        return folder;
    }

    /** Powertools tells the SDK of itself by a file in one of the SDK's folders; that makes it no part of the SDK. */
    private static boolean isSdk(Path jar) {
        try (ZipFile in = new ZipFile(jar.toFile())) {
            return in.stream()
                    .map(ZipEntry::getName)
                    .filter(entry -> entry.endsWith(".class"))
                    .anyMatch(entry -> SDK.stream().anyMatch(entry::startsWith));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
