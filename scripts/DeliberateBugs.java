import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Shows that the tests have teeth: makes each bug of {@code scripts/deliberate-bugs} in a copy of the tree, runs the tests
 * that it names, and writes down in {@code docs/deliberate-bugs.md} which of them failed first. A bug that nothing catches,
 * or that can no longer be made because the code has changed, fails the run by name.
 *
 * <p>{@code java scripts/DeliberateBugs.java [--help] [--check] [NAME...]}, from the root of the repository.
 */
class DeliberateBugs {

    private static final Path BUGS = Path.of("scripts/deliberate-bugs");
    private static final Path TABLE = Path.of("docs/deliberate-bugs.md");
    private static final int LONGEST_MESSAGE = 220;

    /** A bug that only luck would find is not caught. */
    private static final String FEW_SEEDS = "-Dlaws.seeds=200";

    private static final String FEW_SCHEDULES = "-Dschedules=300";

    private static final String HELP = """
            usage: java scripts/DeliberateBugs.java [--check] [NAME...]

            Makes deliberate bugs, one at a time, in a copy of the tree, and runs the tests that must catch them.
            Without names it makes every bug of scripts/deliberate-bugs; it writes their rows into docs/deliberate-bugs.md.

              --check   only say whether every bug can still be made; runs no test
              NAME      the beginning of a file's name, for example 03; the rows of others stay as they are

            Exit codes: 0 all caught, 1 one was not caught or cannot be made, 2 wrong usage.
            """;

    /** One piece of text that is replaced by another; it must stand exactly once in its file. */
    record Edit(String file, String replaced, String by) {}

    record Bug(String name, String title, String guards, String module, String tests, List<Edit> edits) {}

    record Failure(String test, String message) {}

    record Caught(Bug bug, Failure first) {}

    static final class Problem extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Problem(String message) {
            super(message);
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<String> names = new ArrayList<>(List.of(arguments));
        if (names.contains("--help")) {
            System.out.print(HELP);
            return;
        }
        boolean check = names.remove("--check");
        if (names.stream().anyMatch(name -> name.startsWith("-")) || !Files.isDirectory(BUGS)) {
            System.err.print(HELP);
            System.exit(2);
        }
        try {
            List<Bug> bugs = bugs(names);
            bugs.forEach(bug -> bug.edits().forEach(edit -> edited(bug, edit, text(Path.of(edit.file())))));
            if (check) {
                System.err.println(bugs.size() + " bugs can be made");
                return;
            }
            List<Caught> caught = run(bugs);
            Files.writeString(TABLE, table(caught, rows(Files.readAllLines(TABLE))));
            System.err.println("wrote " + TABLE);
        } catch (Problem problem) {
            System.err.println(problem.getMessage());
            System.exit(1);
        }
    }

    // ---- reading

    private static List<Bug> bugs(List<String> names) throws IOException {
        try (Stream<Path> files = Files.list(BUGS)) {
            List<Bug> bugs = files.sorted()
                    .filter(file -> names.isEmpty()
                            || names.stream().anyMatch(file.getFileName().toString()::startsWith))
                    .map(DeliberateBugs::read)
                    .toList();
            if (bugs.isEmpty()) {
                throw new Problem("no bug of " + BUGS + " is named " + String.join(" or ", names));
            }
            return bugs;
        }
    }

    /** Headers, then for every edit its file, the text to replace between {@code <<<<} and {@code ====}, and the new one. */
    private static Bug read(Path file) {
        String text = text(file);
        List<Edit> edits = new ArrayList<>();
        for (String part : text.split("\n>>>>\n")) {
            if (part.isBlank()) {
                continue;
            }
            String[] headAndBody = part.split("\n<<<<\n", 2);
            String[] body = headAndBody.length < 2 ? new String[0] : headAndBody[1].split("(?m)^====$\n?", 2);
            if (body.length < 2) {
                throw new Problem(file + ": an edit needs a file, <<<<, text, ====, text, >>>>");
            }
            edits.add(new Edit(header(file, headAndBody[0], "file"), body[0], body[1] + "\n"));
        }
        return new Bug(
                file.getFileName().toString().replace(".txt", ""),
                header(file, text, "bug"),
                header(file, text, "guards"),
                header(file, text, "module"),
                header(file, text, "tests"),
                edits);
    }

    private static String header(Path file, String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2).strip())
                .findFirst()
                .orElseThrow(() -> new Problem(file + ": no line begins with \"" + name + ": \""));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Problem("cannot be read: " + file);
        }
    }

    /** The source with the bug in it. */
    private static String edited(Bug bug, Edit edit, String source) {
        int at = source.indexOf(edit.replaced());
        if (at < 0 || source.indexOf(edit.replaced(), at + 1) >= 0) {
            throw new Problem("bug " + bug.name() + " cannot be made: the text that it replaces in " + edit.file()
                    + (at < 0 ? " is no longer there" : " stands there more than once") + "; bring "
                    + BUGS.resolve(bug.name() + ".txt") + " up to date with the code:\n" + edit.replaced());
        }
        return source.substring(0, at) + edit.by() + source.substring(at + edit.replaced().length());
    }

    // ---- running

    private static List<Caught> run(List<Bug> bugs) throws Exception {
        Path copy = Files.createTempDirectory("deliberate-bugs");
        try {
            copyTree(copy);
            System.err.println("without a bug: all named tests must pass");
            baseline(copy, bugs);
            Files.writeString(copy.resolve("FirstFailure.java"), FIRST_FAILURE);
            List<Caught> caught = new ArrayList<>();
            for (Bug bug : bugs) {
                caught.add(new Caught(bug, caughtBy(copy, surroundings(copy, bug.module()), bug)));
            }
            return caught;
        } finally {
            delete(copy);
        }
    }

    private static Failure caughtBy(Path copy, Surroundings around, Bug bug) throws Exception {
        Path sources = copy.resolve("bug/sources");
        Path classes = copy.resolve("bug/classes");
        delete(copy.resolve("bug"));
        Files.createDirectories(classes);
        List<Path> changed = new ArrayList<>();
        for (Edit edit : bug.edits()) {
            Path file = sources.resolve(edit.file());
            Files.createDirectories(file.getParent());
            String source = Files.readString(changed.contains(file) ? file : copy.resolve(edit.file()));
            Files.writeString(file, edited(bug, edit, source));
            if (!changed.contains(file)) {
                changed.add(file);
            }
        }
        List<String> compile = new ArrayList<>(List.of(
                around.jdk() + "/bin/javac", "-nowarn", "-proc:none", "-parameters", "-d", classes.toString(),
                "-cp", around.classPath()));
        changed.forEach(file -> compile.add(file.toString()));
        Path log = copy.resolve("bug/log");
        if (started(compile, copy, log) != 0) {
            throw new Problem("bug " + bug.name() + " does not compile:\n" + Files.readString(log));
        }
        List<String> run = new ArrayList<>(List.of(around.jdk() + "/bin/java"));
        run.addAll(around.options());
        run.addAll(List.of(
                "-cp", classes + File.pathSeparator + around.classPath(), copy.resolve("FirstFailure.java").toString()));
        run.addAll(testClasses(copy, bug));
        int exitCode = started(run, copy.resolve(bug.module()), log);
        Optional<Failure> failure = Files.readAllLines(log).stream()
                .filter(line -> line.startsWith(FAILED))
                .map(line -> line.substring(FAILED.length()).split("\t", 2))
                .map(line -> new Failure(line[0], oneLine(line[1])))
                .findFirst();
        if (failure.isEmpty()) {
            throw new Problem(
                    exitCode == 0
                            ? "NOT CAUGHT by " + bug.tests() + ": " + bug.name() + " (" + bug.title() + ")"
                            : "the tests of bug " + bug.name() + " did not run:\n" + Files.readString(log));
        }
        System.err.println(bug.name() + ": " + failure.get().test() + ": " + failure.get().message());
        return failure.get();
    }

    /** What the tests of a module ran with, as its reports of the run without a bug say. */
    record Surroundings(String jdk, String classPath, List<String> options) {}

    private static Surroundings surroundings(Path copy, String module) throws Exception {
        Path report;
        try (Stream<Path> all = Files.list(copy.resolve(module).resolve("target/surefire-reports"))) {
            report = all.filter(file -> file.toString().endsWith(".xml")).findFirst().orElseThrow();
        }
        NodeList properties = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("property");
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < properties.getLength(); i++) {
            Element property = (Element) properties.item(i);
            values.put(property.getAttribute("name"), property.getAttribute("value"));
        }
        String classPath = values.getOrDefault("surefire.test.class.path", "");
        String launcher = Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> entry.contains("junit-platform-engine"))
                .map(entry -> entry.replace("junit-platform-engine", "junit-platform-launcher"))
                .findFirst()
                .orElseThrow(() -> new Problem("no JUnit on the class path of " + module));
        return new Surroundings(
                values.getOrDefault("java.home", ""),
                classPath + File.pathSeparator + launcher,
                List.of(
                        "-Xmx1500m", "--enable-native-access=ALL-UNNAMED", "-Duser.timezone=America/St_Johns",
                        "-Drepository.root=" + copy, FEW_SEEDS, FEW_SCHEDULES));
    }

    private static List<String> testClasses(Path copy, Bug bug) throws IOException {
        Path root = copy.resolve(bug.module()).resolve("src/test/java");
        try (Stream<Path> all = Files.walk(root)) {
            List<String> found = all.filter(file -> Stream.of(bug.tests().split(","))
                            .anyMatch(test -> file.getFileName().toString().equals(test + ".java")))
                    .map(file -> root.relativize(file).toString().replace(".java", "").replace(File.separatorChar, '.'))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new Problem("bug " + bug.name() + ": there is no test " + bug.tests());
            }
            return found;
        }
    }

    /** Runs test classes and ends at the first failure. */
    private static final String FIRST_FAILURE = """
            import org.junit.platform.engine.TestExecutionResult;
            import org.junit.platform.engine.discovery.DiscoverySelectors;
            import org.junit.platform.engine.support.descriptor.MethodSource;
            import org.junit.platform.launcher.*;
            import org.junit.platform.launcher.core.*;

            class FirstFailure {
                public static void main(String[] classes) {
                    var request = LauncherDiscoveryRequestBuilder.request()
                            .selectors(java.util.Arrays.stream(classes).map(DiscoverySelectors::selectClass).toList())
                            .build();
                    LauncherFactory.create().execute(request, new TestExecutionListener() {
                        @Override
                        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                                String name = test.getSource()
                                        .filter(MethodSource.class::isInstance)
                                        .map(MethodSource.class::cast)
                                        .map(m -> m.getClassName().substring(m.getClassName().lastIndexOf('.') + 1)
                                                + "." + m.getMethodName())
                                        .orElse(test.getDisplayName());
                                String message = String.valueOf(result.getThrowable().orElseThrow());
                                System.out.println("FAILED " + name + "\t" + message.replaceAll("\\\\s+", " "));
                                System.out.flush();
                                Runtime.getRuntime().halt(3);
                            }
                        }
                    });
                    Runtime.getRuntime().halt(0);
                }
            }
            """;

    private static final String FAILED = "FAILED ";

    private static int started(List<String> command, Path folder, Path log) throws Exception {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start()
                .waitFor();
    }

    /** Compiles everything and runs the tests without any bug, by Maven. */
    private static void baseline(Path copy, List<Bug> bugs) throws Exception {
        String tests = bugs.stream()
                .flatMap(bug -> Stream.of(bug.tests().split(",")))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(","));
        String modules = bugs.stream().map(Bug::module).distinct().collect(Collectors.joining(","));
        Path log = copy.resolve("build.log");
        int exitCode = started(
                List.of(
                        "mvn", "-q", "-B", "-Dspotless.check.skip", "-Dcompiler.warnings=-nowarn",
                        "-Dcompiler.checks=-Xlint:none", "-Dsurefire.failIfNoSpecifiedTests=false",
                        FEW_SEEDS, FEW_SCHEDULES, "-pl", modules, "-am", "test", "-Dtest=" + tests),
                copy,
                log);
        if (exitCode != 0) {
            List<String> lines = Files.readAllLines(log, UTF_8);
            throw new Problem("fails without any bug:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())));
        }
    }

    private static String oneLine(String message) {
        String line = message.strip()
                .replaceFirst("^(java\\.lang\\.AssertionError|org\\.opentest4j\\.AssertionFailedError): ", "")
                .replaceAll("\\s+", " ")
                .strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + " ...";
    }

    // ---- writing

    private static final Pattern ROW = Pattern.compile("\\| \\[.*\\]\\(\\.\\./scripts/deliberate-bugs/(.*?)\\.txt\\) \\|.*");

    /** The rows of a table that was written before, by bug; those of bugs that are no more are left out. */
    private static Map<String, String> rows(List<String> table) {
        Map<String, String> rows = new TreeMap<>();
        for (String line : table) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && Files.exists(BUGS.resolve(row.group(1) + ".txt"))) {
                rows.put(row.group(1), line);
            }
        }
        return rows;
    }

    private static String table(List<Caught> caught, Map<String, String> rows) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (Caught each : caught) {
            rows.put(
                    each.bug().name(),
                    "| [%s](../scripts/deliberate-bugs/%s.txt) | %s | `%s` | %s | %s |"
                            .formatted(
                                    each.bug().title(),
                                    each.bug().name(),
                                    each.bug().guards(),
                                    cell(each.first().test()),
                                    cell(each.first().message()),
                                    today));
        }
        return """
                # Deliberate bugs, and the tests that catch them

                Written by `java scripts/DeliberateBugs.java`: it makes each bug in a copy of the tree, as the file in
                [`scripts/deliberate-bugs`](../scripts/deliberate-bugs) says, runs the tests, and notes which fails first.
                Without a bug they all pass. A bug that nothing catches, or that can no longer be made, fails the run.

                | bug | guarantee | caught first by | its message | on |
                | --- | --- | --- | --- | --- |
                """ + String.join("\n", rows.values()) + "\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("`", "'");
    }

    // ---- files

    private static void copyTree(Path to) throws Exception {
        Process list = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").start();
        String names = new String(list.getInputStream().readAllBytes(), UTF_8);
        for (String name : names.split("\0")) {
            Path from = Path.of(name);
            if (Files.isRegularFile(from)) {
                Files.createDirectories(to.resolve(from).getParent());
                Files.copy(from, to.resolve(from), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException error) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
