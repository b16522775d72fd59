package io.purchaseorders.cli;

import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.imports.GenerationFiles.Made;
import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.Generation.Loaded;
import io.purchaseorders.stores.Generation.State;
import io.purchaseorders.stores.Generations;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Builds a generation beside the live one of a deployed stack. What AWS does (the export, the import, the stack) it says as
 * commands that can be copied; the rest it does, each time as far as it gets. All that it knows is in the register and the
 * tables, so that it can be run again at any moment.
 */
final class DeployedRebuild {

    /** How long the stream keeps records. */
    private static final Duration STREAM_KEEPS = Duration.ofHours(24);

    /** For the upload, the import and the stack, and for records that age while the mapping begins. */
    private static final Duration MARGIN = Duration.ofHours(4);

    private final GenerationTables tables;
    private final Feed feed;
    private final String region;
    private final String environment;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter progress;

    /**
     * @param out takes what was done, and what is to be done
     * @param progress takes how far it is
     */
    DeployedRebuild(
            GenerationTables tables,
            Feed feed,
            String region,
            String environment,
            Clock clock,
            PrintWriter out,
            PrintWriter progress) {
        this.tables = tables;
        this.feed = feed;
        this.region = region;
        this.environment = environment;
        this.clock = clock;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Goes on with the generation that is being built, or says how one is begun.
     *
     * @param wanted the reporting time zone of a new one; empty for that of the live one
     * @return whether nothing was found to be wrong
     */
    boolean run(Optional<ZoneId> wanted, boolean isPromoted) throws InterruptedException {
        Generations register = register();
        feed.resumeAll(tables);
        Optional<Generation> unfinished = register.other()
                .filter(beside -> beside.number() > register.live())
                .filter(beside -> beside.comparedAt().isEmpty());
        if (unfinished.isPresent() && tables.hasTable(unfinished.get().number())) {
            return finish(unfinished.get(), isPromoted);
        }
        if (unfinished.isPresent() && isLoaded(unfinished.get())) {
            sayDeployment(unfinished.get());
            return true;
        }
        sayBeginning(register, wanted.orElse(register.liveOne().timeZone()));
        return true;
    }

    /** The register, which a stack has from its first rebuild on. */
    private Generations register() {
        return tables.register()
                .read()
                .orElseGet(() -> tables.register().create(Generations.first(tables.timeZone(Generation.FIRST))));
    }

    private static boolean isLoaded(Generation generation) {
        return generation.loaded().orders() == generation.loaded().ofOrders()
                && generation.loaded().ofOrders() > 0;
    }

    /** Folds exports for a generation: the register knows it before its files can be used, and is told when they are whole. */
    interface Fold {
        Made to(int number) throws InterruptedException;
    }

    /**
     * Has exports folded to the files of the next generation.
     *
     * @throws UsageProblem where the stream would not reach back to the newest export
     */
    void fold(List<ExportFolder> exports, ZoneId zone, Fold fold) throws InterruptedException {
        Instant snapshotAt = requireReached(exports.getLast());
        Generations register = register();
        register.other()
                .filter(beside -> beside.state() == State.BUILDING && !tables.hasTable(beside.number()))
                .ifPresent(left -> {
                    tables.register().change(now -> now.retire(left.number()));
                    say("Generation " + left.number() + " was left unfinished: it is discarded.");
                });
        Generation begun = tables.register()
                .change(now -> now.begin(zone, snapshotAt))
                .all()
                .getLast();
        Made made = fold.to(begun.number());
        made.leftOut().forEach(tables.quarantine(begun.number())::quarantine);
        Loaded loaded = new Loaded(made.orders(), made.orders());
        sayDeployment(tables.register()
                .change(now -> now.load(begun.number(), loaded))
                .find(begun.number())
                .orElseThrow());
    }

    private Instant requireReached(ExportFolder newest) {
        Instant at;
        try {
            at = Instant.parse(newest.time());
        } catch (DateTimeException none) {
            throw new UsageProblem("The newest export does not say of when it is.");
        }
        if (!clock.instant().isBefore(deadline(at))) {
            throw new UsageProblem("The newest export is of " + at + ", and the stream keeps " + STREAM_KEEPS.toHours()
                    + " hours: what came since then could be missing. Export what changed since (an incremental export"
                    + " from then on is enough), and run this again.");
        }
        return at;
    }

    private static Instant deadline(Instant snapshotAt) {
        return snapshotAt.plus(STREAM_KEEPS).minus(MARGIN);
    }

    private boolean finish(Generation built, boolean isPromoted) throws InterruptedException {
        int number = built.number();
        tables.register().change(now -> now.feed(number));
        feed.resume(number);
        new CatchingUp(tables).await(number, progress);
        if (!new HeldComparison(tables, feed, clock, out, progress).isEqual(number)) {
            say("Generation " + number + " is not promoted; generation "
                    + tables.registered().live() + " stays live. ./orders retire " + number + target()
                    + " removes it.");
            return false;
        }
        if (isPromoted) {
            new Promotion(tables, feed, out, progress).run(number, target());
        } else {
            say("Generation " + number + " is fed beside generation "
                    + tables.registered().live() + ", which stays live: ./orders promote " + number + target()
                    + " makes it live.");
        }
        return true;
    }

    private String target() {
        return " --region " + region + " --env " + environment;
    }

    private void sayBeginning(Generations register, ZoneId zone) {
        int number = register.all().getLast().number() + 1;
        register.other()
                .ifPresent(beside -> say("Generation " + beside.number()
                        + " is kept beside the live one, and two are what the stream has readers for. First:\n\n  ./orders retire "
                        + beside.number() + target() + "\n"));
        say("Generation " + number + " beside generation " + register.live() + ", in the time zone " + zone
                + ". Export the events, which takes some minutes, and fold them; from the export's moment on there are "
                + STREAM_KEEPS.minus(MARGIN).toHours() + " hours for all of it.\n\n"
                + String.join(
                        "\n",
                        List.of(
                                bucket(),
                                "  table=$(aws dynamodb describe-table --region " + region + " --table-name "
                                        + tables.tables().events() + " --query Table.TableArn --output text)",
                                "  export=$(aws dynamodb export-table-to-point-in-time --region " + region
                                        + " --table-arn \"$table\" --s3-bucket \"$bucket\" --s3-prefix "
                                        + prefix(number)
                                        + "/export --query ExportDescription.ExportArn --output text)",
                                "  aws dynamodb wait export-completed --region " + region + " --export-arn \"$export\"",
                                "  aws s3 sync \"s3://$bucket/" + prefix(number) + "/export\" target/" + prefix(number)
                                        + "/export",
                                "  ./orders rebuild" + target() + " --export target/" + prefix(number)
                                        + "/export --to target/" + prefix(number) + "/import --time-zone " + zone,
                                "")));
    }

    private void sayDeployment(Generation generation) {
        int number = generation.number();
        Instant until = deadline(generation.snapshotAt().orElseThrow());
        if (!clock.instant().isBefore(until)) {
            throw new UsageProblem("Generation " + number + " was folded from events as of "
                    + generation.snapshotAt().orElseThrow() + ", to which the stream hardly reaches any more. ./orders"
                    + " retire " + number + target() + ", and begin again.");
        }
        say("Generation " + number + ": upload its files and make its stack, before " + until
                + ", then have it compared and made live.\n\n"
                + String.join(
                        "\n",
                        List.of(
                                bucket(),
                                "  aws s3 sync target/" + prefix(number) + "/import \"s3://$bucket/" + prefix(number)
                                        + "/import/\"",
                                "  scripts/deploy.sh --environment " + environment + " --projections " + number
                                        + " --parameter ImportBucket=\"$bucket\" --parameter ImportPrefix="
                                        + prefix(number)
                                        + "/import/ --parameter ReportingTimeZone=" + generation.timeZone(),
                                "  ./orders rebuild" + target(),
                                "")));
    }

    private String bucket() {
        return "  bucket=purchase-orders-artifacts-$(aws sts get-caller-identity --query Account --output text)-"
                + region;
    }

    private String prefix(int number) {
        return "projections-" + environment + "-" + number;
    }

    private void say(String sentence) {
        out.println(sentence);
        out.flush();
    }
}
