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
import java.util.TreeSet;
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
            Without names it makes every bug of scripts/deliberate-bugs and writes docs/deliberate-bugs.md.

              --check   only say whether every bug can still be made; runs no test
              NAME      the beginning of a file's name, for example 03; writes no table

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
            if (names.isEmpty()) {
                Files.writeString(TABLE, table(caught));
                System.err.println("wrote " + TABLE);
            }
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
            String tests = bugs.stream()
                    .flatMap(bug -> Stream.of(bug.tests().split(",")))
                    .collect(Collectors.toCollection(TreeSet::new))
                    .stream()
                    .collect(Collectors.joining(","));
            String modules =
                    bugs.stream().map(Bug::module).distinct().collect(Collectors.joining(","));
            test(copy, modules, tests).ifPresent(failure -> {
                throw new Problem("fails without any bug: " + failure.test() + ": " + failure.message());
            });
            List<Caught> caught = new ArrayList<>();
            for (Bug bug : bugs) {
                caught.add(new Caught(bug, caughtBy(copy, bug)));
            }
            return caught;
        } finally {
            delete(copy);
        }
    }

    private static Failure caughtBy(Path copy, Bug bug) throws Exception {
        Map<Path, String> originals = new HashMap<>();
        try {
            for (Edit edit : bug.edits()) {
                Path file = copy.resolve(edit.file());
                String source = Files.readString(file);
                originals.putIfAbsent(file, source);
                Files.writeString(file, edited(bug, edit, source));
            }
            Failure failure = test(copy, bug.module(), bug.tests())
                    .orElseThrow(() ->
                            new Problem("NOT CAUGHT by " + bug.tests() + ": " + bug.name() + " (" + bug.title() + ")"));
            System.err.println(bug.name() + ": " + failure.test() + ": " + failure.message());
            return failure;
        } finally {
            for (Map.Entry<Path, String> original : originals.entrySet()) {
                Files.writeString(original.getKey(), original.getValue());
            }
        }
    }

    private static Optional<Failure> test(Path copy, String modules, String tests) throws Exception {
        for (String module : modules.split(",")) {
            delete(copy.resolve(module).resolve("target/surefire-reports"));
        }
        Path log = copy.resolve("build.log");
        int exitCode = new ProcessBuilder(
                        "mvn", "-q", "-B", "-Dspotless.check.skip", "-Dcompiler.warnings=-nowarn",
                        "-Dcompiler.checks=-Xlint:none", "-Dsurefire.failIfNoSpecifiedTests=false",
                        "-Dsurefire.skipAfterFailureCount=1", FEW_SEEDS, FEW_SCHEDULES, "-pl", modules, "-am", "test", "-Dtest=" + tests)
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start()
                .waitFor();
        if (exitCode == 0) {
            return Optional.empty();
        }
        for (String module : modules.split(",")) {
            Optional<Failure> failure = firstFailure(copy.resolve(module).resolve("target/surefire-reports"));
            if (failure.isPresent()) {
                return failure;
            }
        }
        List<String> lines = Files.readAllLines(log, UTF_8);
        throw new Problem("the build failed before any test did:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size())));
    }

    private static Optional<Failure> firstFailure(Path reports) throws Exception {
        if (!Files.isDirectory(reports)) {
            return Optional.empty();
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(reports)) {
            files = all.filter(file -> file.toString().endsWith(".xml"))
                    .sorted(java.util.Comparator.comparing(file -> file.toFile().lastModified()))
                    .toList();
        }
        for (Path file : files) {
            NodeList cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element testCase = (Element) cases.item(i);
                for (String kind : List.of("failure", "error")) {
                    if (testCase.getElementsByTagName(kind).getLength() > 0) {
                        Element failure = (Element) testCase.getElementsByTagName(kind).item(0);
                        String className = testCase.getAttribute("classname");
                        return Optional.of(new Failure(
                                className.substring(className.lastIndexOf('.') + 1) + "."
                                        + testCase.getAttribute("name"),
                                oneLine(
                                        failure.getAttribute("message").isBlank()
                                                ? failure.getTextContent()
                                                : failure.getAttribute("message"))));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String oneLine(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + " ...";
    }

    // ---- writing

    private static String table(List<Caught> caught) {
        StringBuilder page = new StringBuilder("""
                # Deliberate bugs, and the tests that catch them

                Written by `java scripts/DeliberateBugs.java` on %s: it made each bug in a copy of the tree, as the file in
                [`scripts/deliberate-bugs`](../scripts/deliberate-bugs) says, ran the tests, and noted which failed first.
                Without a bug they all passed. A bug that nothing catches, or that can no longer be made, fails the run.

                | bug | guarantee | caught first by | its message |
                | --- | --- | --- | --- |
                """.formatted(LocalDate.now(ZoneOffset.UTC)));
        for (Caught each : caught) {
            page.append("| [%s](../scripts/deliberate-bugs/%s.txt) | %s | `%s` | %s |%n"
                    .formatted(
                            each.bug().title(),
                            each.bug().name(),
                            each.bug().guards(),
                            cell(each.first().test()),
                            cell(each.first().message())));
        }
        return page.toString();
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
