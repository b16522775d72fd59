package io.purchaseorders.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of numbers on the command line, beyond their type. */
final class Ranges {

    private static final int LAST_PORT = 65_535;

    private Ranges() {}

    static void require(CommandSpec spec, String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    most == Long.MAX_VALUE
                            ? option + " must be at least " + least
                            : option + " must be from " + least + " to " + most);
        }
    }

    static void requirePort(CommandSpec spec, String option, int value) {
        require(spec, option, value, 1, LAST_PORT);
    }
}
