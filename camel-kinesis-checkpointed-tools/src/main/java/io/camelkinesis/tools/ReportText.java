// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.tools.Report.MemberReport;
import io.camelkinesis.tools.Report.ShardReport;
import io.camelkinesis.tools.Report.StreamReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A report for people: tables, as wide as what is in them. */
final class ReportText {

    private static final String GAP = "  ";

    private ReportText() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        for (StreamReport stream : report.streams()) {
            text.append(text.isEmpty() ? "" : "\n");
            append(text, report.table(), stream);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String table, StreamReport stream) {
        text.append("stream ").append(stream.stream());
        if (!stream.group().isEmpty()) {
            text.append(", group ").append(stream.group());
        }
        text.append(", table ")
                .append(table)
                .append(", StreamID ")
                .append(stream.streamId())
                .append('\n');
        LeaseDocument.Start start = stream.start();
        text.append(start == null ? "not begun" : "begun at " + start.position() + ", decided " + start.startedAt());
        text.append("\n\n");
        List<List<String>> shards = new ArrayList<>();
        shards.add(List.of("SHARD", "STATE", "OWNER", "EPOCH", "BEHIND", "NEXT RECORD ARRIVED", "POSITION"));
        stream.shards().forEach(shard -> shards.add(cells(shard)));
        table(text, shards);
        text.append('\n');
        List<List<String>> members = new ArrayList<>();
        members.add(List.of("MEMBER", "HOST", "BEAT", "SEEN AT", "SHARDS", "ONLY"));
        stream.members().forEach(member -> members.add(cells(member)));
        if (members.size() == 1) {
            text.append("no members\n");
        } else {
            table(text, members);
        }
        stream.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
    }

    private static List<String> cells(ShardReport shard) {
        return List.of(
                shard.shard(),
                shard.state(),
                orDash(shard.owner()),
                Long.toString(shard.epoch()),
                behind(shard),
                orDash(shard.nextRecordArrival()),
                shard.position());
    }

    private static String behind(ShardReport shard) {
        Long millis = shard.millisBehindLatest();
        if (millis != null) {
            return readable(Duration.ofMillis(millis));
        }
        return shard.lagUnknown() == null ? "-" : "? (" + shard.lagUnknown() + ")";
    }

    /** For example {@code 0.3s}, {@code 2m5s}, {@code 3h0m}. */
    private static String readable(Duration lag) {
        if (lag.toMinutes() < 1) {
            long tenths = lag.toMillis() / 100;
            return tenths % 10 == 0 ? tenths / 10 + "s" : tenths / 10 + "." + tenths % 10 + "s";
        }
        return lag.toHours() < 1
                ? lag.toMinutes() + "m" + lag.toSecondsPart() + "s"
                : lag.toHours() + "h" + lag.toMinutesPart() + "m";
    }

    private static List<String> cells(MemberReport member) {
        List<String> only = member.only();
        return List.of(
                member.clientId(),
                orDash(member.host()),
                Long.toString(member.beat()),
                orDash(member.seenAt()),
                Integer.toString(member.shards()),
                only == null ? "-" : only.isEmpty() ? "none" : String.join(" ", only));
    }

    private static String orDash(@Nullable String text) {
        return text == null || text.isEmpty() ? "-" : text;
    }

    private static void table(StringBuilder text, List<List<String>> rows) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .map(cells -> cells.get(at))
                        .filter(Objects::nonNull)
                        .mapToInt(String::length)
                        .max()
                        .orElse(0);
                String cell = row.get(column);
                line.append(column == 0 ? "" : GAP).append(cell).append(" ".repeat(width - cell.length()));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
