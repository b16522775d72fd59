package io.purchaseorders.replay.export;

import java.util.List;

/** The names of an object's members inside of a detail, with or without spaces behind them. */
final class MemberNames {

    private static final String QUOTE = "\\\"";

    private final Names usual;
    private final Names spaced;

    /** @param points how many points there are at which a name can come */
    MemberNames(List<String> names, int points) {
        usual = new Names(QUOTE, names, QUOTE + ":", points);
        spaced = new Names(QUOTE, names, QUOTE, 1);
    }

    /** Which name stands at the cursor, which is moved to its value; negative if none of them does. */
    int next(LineCursor in, int point) {
        int name = usual.next(in, point);
        if (name == Names.UNKNOWN) {
            name = spaced.next(in, 0);
            in.spaces();
            in.need(':');
        }
        in.spaces();
        return name;
    }
}
