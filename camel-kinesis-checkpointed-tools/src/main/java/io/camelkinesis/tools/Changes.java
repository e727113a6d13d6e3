// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.engine.model.StreamId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Makes the changes of a command, or says what they would be; refuses while somebody is alive. */
final class Changes {

    private final Session session;
    private final ChangeOptions options;
    private final Liveness liveness;

    /**
     * The changes of one stream.
     *
     * @param look looks, and says what is to be written
     */
    record Plan(StreamId stream, Supplier<StreamEdit> look) {}

    Changes(Session session, ChangeOptions options) {
        this.session = session;
        this.options = options;
        this.liveness = new Liveness(session.surroundings, options.leasePeriod(), session.err);
    }

    /** Refuses while somebody is alive on rows that are only read, those of another table for example. */
    void refuseWhileAlive(String what, Supplier<Map<String, Object>> marks) {
        if (!options.dryRun() && !options.force()) {
            liveness.refuseWhileAlive(what, marks);
        }
    }

    void make(List<Plan> plans) {
        if (options.dryRun()) {
            plans.forEach(this::print);
            return;
        }
        if (!options.force()) {
            String what = String.join(
                    ", ", plans.stream().map(plan -> plan.stream().toString()).toList());
            liveness.refuseWhileAlive(what, () -> marks(plans));
        }
        plans.forEach(this::write);
    }

    private Map<String, Object> marks(List<Plan> plans) {
        Map<String, Object> marks = new TreeMap<>();
        for (Plan plan : plans) {
            Liveness.marks(Session.answer(session.store.view(plan.stream())))
                    .forEach((who, mark) -> marks.put(plan.stream() + ": " + who, mark));
        }
        return marks;
    }

    private void print(Plan plan) {
        StreamEdit edit = plan.look().get();
        edit.lines().forEach(session.out::println);
        session.out.println(plan.stream() + ": dry run, nothing was written, "
                + edit.changes().size() + " rows of shards would be");
    }

    private void write(Plan plan) {
        boolean working = !marks(List.of(plan)).isEmpty();
        EditWriter writer = new EditWriter(session.editor, session.surroundings.pause());
        writer.write(plan.look().get(), plan.look(), working, session.out::println);
        session.out.println(plan.stream() + ": " + writer.placed() + " rows of shards written");
    }
}
