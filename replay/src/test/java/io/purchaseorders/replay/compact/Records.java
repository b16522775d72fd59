package io.purchaseorders.replay.compact;

import java.util.List;

/** Records one behind another in an array, as a reader of exports leaves them. */
final class Records {

    final byte[] bytes;
    final int[] offsets;

    Records(List<byte[]> records) {
        bytes = new byte[records.stream().mapToInt(record -> record.length).sum() + CompactEvent.IDS];
        offsets = new int[records.size()];
        int at = 0;
        for (int i = 0; i < offsets.length; i++) {
            byte[] record = records.get(i);
            offsets[i] = at;
            System.arraycopy(record, 0, bytes, at, record.length);
            at += record.length;
        }
    }
}
