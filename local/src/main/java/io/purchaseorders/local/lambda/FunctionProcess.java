package io.purchaseorders.local.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A function in a JVM of its own under AWS's runtime interface client, which is what runs it in the managed runtime, too.
 * Tells when the process became ready and when its first answer came.
 *
 * <p>The client's HTTP is native: its jar brings libraries for Linux on x86-64 and on arm64, and none for other systems.
 */
public final class FunctionProcess implements AutoCloseable {

    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String NATIVE_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
    private static final Map<String, String> NATIVE_LIBRARIES = Map.of(
            "amd64", "jni/libaws-lambda-jni.linux-x86_64.so",
            "aarch64", "jni/libaws-lambda-jni.linux-aarch_64.so");

    private final String name;
    private final RuntimeApi api;
    private final Process process;
    private final Path directory;
    private final long begun;
    private final Duration timeout;
    private final CompletableFuture<Long> firstAnswer = new CompletableFuture<>();

    private FunctionProcess(FunctionLaunch launch, RuntimeApi api, Process process, Path directory, long begun) {
        this.name = launch.name();
        this.timeout = launch.timeout();
        this.api = api;
        this.process = process;
        this.directory = directory;
        this.begun = begun;
    }

    /** Starts the process; it need not be ready when this returns. */
    public static FunctionProcess start(FunctionLaunch launch) {
        String arn = "arn:aws:lambda:us-east-1:000000000000:function:" + launch.name();
        RuntimeApi api = RuntimeApi.start(arn, launch.timeout());
        try {
            Path directory = Files.createTempDirectory("function-");
            ProcessBuilder builder = new ProcessBuilder(command(launch, nativeLibrary(launch.client(), directory)))
                    .directory(launch.taskRoot().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log(directory).toFile());
            environment(builder.environment(), launch, api.address());
            long begun = System.nanoTime();
            Process process = builder.start();
            Thread.ofVirtual().name(launch.name() + " exit").start(() -> awaitExit(process, api));
            return new FunctionProcess(launch, api, process, directory, begun);
        } catch (IOException e) {
            api.close();
            throw new UncheckedIOException("The function's process cannot be started", e);
        }
    }

    private static void awaitExit(Process process, RuntimeApi api) {
        try {
            api.end("The process ended with code " + process.waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(FunctionLaunch launch, Path library) throws IOException {
        List<String> command = new ArrayList<>(launch.prefix());
        command.add(launch.java().toString());
        command.addAll(launch.jvmOptions());
        command.add("-D" + NATIVE_PROPERTY + "=" + library);
        command.add("-cp");
        command.add(String.join(":", jars(launch.client())));
        command.add(MAIN);
        command.add(launch.handler());
        return command;
    }

    private static List<String> jars(Path folder) throws IOException {
        List<String> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
            found.forEach(jar -> jars.add(jar.toAbsolutePath().toString()));
        }
        jars.sort(null);
        if (jars.isEmpty()) {
            throw new IOException("no runtime interface client in " + folder + ": run mvn package first");
        }
        return jars;
    }

    /** The client would unpack it to one place for all processes of the machine. */
    private static Path nativeLibrary(Path client, Path directory) throws IOException {
        String name = NATIVE_LIBRARIES.get(System.getProperty("os.arch"));
        for (String path : jars(client)) {
            try (JarFile jar = new JarFile(path)) {
                var entry = name == null ? null : jar.getJarEntry(name);
                if (entry != null) {
                    Path library = directory.resolve("libaws-lambda-jni.so");
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
                    }
                    return library;
                }
            }
        }
        throw new IOException("the runtime interface client has no native library for "
                + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                + ": run this on Linux on x86-64 or arm64");
    }

    private static void environment(Map<String, String> environment, FunctionLaunch launch, String api) {
        environment.keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("_LAMBDA") || isOfJvm(name));
        environment.putAll(Map.of(
                "AWS_LAMBDA_RUNTIME_API",
                api,
                "AWS_LAMBDA_FUNCTION_NAME",
                launch.name(),
                "AWS_LAMBDA_FUNCTION_VERSION",
                "1",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                Integer.toString(launch.memoryMegabytes()),
                "AWS_LAMBDA_LOG_GROUP_NAME",
                "/aws/lambda/" + launch.name(),
                "AWS_LAMBDA_LOG_STREAM_NAME",
                "local",
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                launch.snapStart() ? "snap-start" : "on-demand",
                "_HANDLER",
                launch.handler(),
                "LAMBDA_TASK_ROOT",
                launch.taskRoot().toString()));
        environment.putAll(Map.of("AWS_REGION", "us-east-1", "AWS_ACCESS_KEY_ID", "local", "TZ", ":UTC"));
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        environment.putAll(launch.environment());
    }

    private static boolean isOfJvm(String name) {
        return name.equals("JAVA_TOOL_OPTIONS") || name.equals("JDK_JAVA_OPTIONS") || name.equals("CLASSPATH");
    }

    public String name() {
        return name;
    }

    /**
     * One invocation: JSON in, JSON out. The first one waits until the process is ready.
     *
     * @throws FunctionError if the function failed, or its process did, with what it printed
     */
    public String invoke(String event) throws FunctionError {
        RuntimeApi.Outcome outcome = within(api.invoke(event));
        return switch (outcome) {
            case RuntimeApi.Outcome.Answered answered -> {
                firstAnswer.complete(answered.nanos());
                yield answered.body();
            }
            case RuntimeApi.Outcome.Failed failed ->
                throw new FunctionError("Runtime.Failed", failed.error() + "\n" + log());
        };
    }

    /** From the start of the process until it asked for its first invocation. */
    public Duration untilReady() {
        return Duration.ofNanos(within(api.ready()) - begun);
    }

    /** From the start of the process until its first answer was there. */
    public Duration untilFirstAnswer() {
        return Duration.ofNanos(within(firstAnswer) - begun);
    }

    /** From the start of the process until it was primed for its snapshot. */
    public Duration untilSnapshot() {
        return Duration.ofNanos(within(api.snapshot()) - begun);
    }

    /** Goes on as after the snapshot was restored. */
    public void restore() {
        within(api.snapshot());
        api.restore();
    }

    /** The processor time of the process so far: less moved by a busy machine than what a clock shows. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What the process used at most so far, in kilobytes of resident memory. */
    public long peakMemoryKilobytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("The process is gone, or this is not Linux", e);
        }
    }

    /** Everything that the process printed so far. */
    public String log() {
        try {
            return Files.readString(log(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path log(Path directory) {
        return directory.resolve("log");
    }

    private <T> T within(CompletableFuture<T> result) {
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Nothing within " + timeout + "; the process printed:\n" + log(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getMessage() + "; the process printed:\n" + log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        api.close();
        try {
            process.waitFor();
            Files.deleteIfExists(log(directory));
            Files.deleteIfExists(directory.resolve("libaws-lambda-jni.so"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
