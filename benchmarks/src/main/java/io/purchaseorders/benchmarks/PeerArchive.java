package io.purchaseorders.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Folders as Lambda unpacks archives to: ours from {@code handlers-lambda.zip}, a peer's with nothing in it but itself and
 * the very SDK that ours has, packed as ours is, into one jar that is not compressed.
 */
final class PeerArchive {

    private static final String JAR = "lib/functions.jar";

    /** What a DynamoDB client over HttpURLConnection needs. */
    private static final List<String> SDK = List.of(
            "software/amazon/awssdk/",
            "software/amazon/eventstream/",
            "org/reactivestreams/",
            "org/slf4j/",
            "META-INF/services/software.amazon.awssdk.");

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
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(folder.resolve(JAR)))) {
            out.setMethod(ZipOutputStream.STORED);
            String name = handler.getName().replace('.', '/') + ".class";
            try (InputStream in = handler.getResourceAsStream('/' + name)) {
                if (in == null) {
                    throw new IOException(name + " is not on the class path");
                }
                put(out, name, in.readAllBytes());
            }
            if (hasSdk) {
                try (Stream<Path> jars = Files.list(ours.resolve("lib"))) {
                    for (Path jar : jars.sorted().toList()) {
                        copySdk(jar, out);
                    }
                }
            }
        }
        return folder;
    }

    private static void copySdk(Path jar, ZipOutputStream out) throws IOException {
        try (ZipFile in = new JarFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = in.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (!entry.isDirectory() && SDK.stream().anyMatch(entry.getName()::startsWith)) {
                    try (InputStream content = in.getInputStream(entry)) {
                        put(out, entry.getName(), content.readAllBytes());
                    }
                }
            }
        }
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        JarEntry entry = new JarEntry(name);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        out.putNextEntry(entry);
        out.write(content);
    }
}
