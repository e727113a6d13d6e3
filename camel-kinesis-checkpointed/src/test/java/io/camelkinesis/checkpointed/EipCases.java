// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static io.camelkinesis.checkpointed.EipCase.Outcome.COMMITTED;
import static io.camelkinesis.checkpointed.EipCase.Outcome.NEVER_DONE;
import static io.camelkinesis.checkpointed.EipCase.Outcome.NOT_COMMITTED;

import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;

/**
 * Which routes commit. Each case is a row of {@code docs/reference/eip-commit.md}, and is run twice: by a hand-driven
 * delivery, and end to end.
 */
final class EipCases {

    static final String STEP = "mock:step";

    private static final Processor FAIL = exchange -> {
        throw new IllegalStateException("boom");
    };

    private EipCases() {}

    static Stream<EipCase> all() {
        return Stream.of(plain(), handled(), calls(), splitting(), handedOn()).flatMap(List::stream);
    }

    private static List<EipCase> plain() {
        return List.of(
                new EipCase("the route completes", COMMITTED, (r, from) -> r.from(from)
                        .to(STEP)),
                new EipCase("an exception", NOT_COMMITTED, (r, from) -> r.from(from)
                        .to(STEP)
                        .process(FAIL)),
                new EipCase("an exception, `errorHandler(noErrorHandler())`", NOT_COMMITTED, (r, from) -> {
                    r.errorHandler(r.noErrorHandler());
                    r.from(from).to(STEP).process(FAIL);
                }),
                new EipCase("an exception, and a redelivery of the error handler succeeds", COMMITTED, (r, from) -> {
                    r.errorHandler(
                            r.defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(0));
                    r.from(from).to(STEP).process(failFirst());
                }),
                new EipCase("`rollback()`", NOT_COMMITTED, (r, from) -> r.from(from)
                        .to(STEP)
                        .rollback()),
                new EipCase("`markRollbackOnly()`", NOT_COMMITTED, (r, from) -> r.from(from)
                        .to(STEP)
                        .markRollbackOnly()),
                new EipCase("`markRollbackOnlyLast()`", NOT_COMMITTED, (r, from) -> r.from(from)
                        .to(STEP)
                        .markRollbackOnlyLast()),
                new EipCase(
                        "`stop()`",
                        COMMITTED,
                        (r, from) -> r.from(from).to(STEP).stop().process(FAIL)),
                new EipCase("`filter` drops the record", COMMITTED, (r, from) -> r.from(from)
                        .to(STEP)
                        .filter(r.constant(false))
                        .process(FAIL)));
    }

    private static List<EipCase> handled() {
        return List.of(
                new EipCase("`onException().handled(true)`", COMMITTED, (r, from) -> {
                    r.onException(IllegalStateException.class).handled(true);
                    r.from(from).to(STEP).process(FAIL);
                }),
                new EipCase("`onException().continued(true)`", COMMITTED, (r, from) -> {
                    r.onException(IllegalStateException.class).continued(true);
                    r.from(from).to(STEP).process(FAIL);
                }),
                new EipCase("`doTry` … `doCatch`", COMMITTED, (r, from) -> r.from(from)
                        .to(STEP)
                        .doTry()
                        .process(FAIL)
                        .doCatch(IllegalStateException.class)
                        .to("mock:caught")
                        .end()),
                new EipCase("`deadLetterChannel`, the dead letter endpoint accepts", COMMITTED, (r, from) -> {
                    r.errorHandler(r.deadLetterChannel("mock:dead"));
                    r.from(from).to(STEP).process(FAIL);
                }),
                new EipCase(
                        "`deadLetterChannel`, the dead letter endpoint fails too: **the record is lost**",
                        COMMITTED,
                        (r, from) -> {
                            r.errorHandler(r.deadLetterChannel("direct:dead"));
                            r.from(from).to(STEP).process(FAIL);
                            failingRoute(r, "direct:dead");
                        }),
                new EipCase("the same with `.deadLetterHandleNewException(false)`", NOT_COMMITTED, (r, from) -> {
                    r.errorHandler(r.deadLetterChannel("direct:dead").deadLetterHandleNewException(false));
                    r.from(from).to(STEP).process(FAIL);
                    failingRoute(r, "direct:dead");
                }));
    }

    private static List<EipCase> calls() {
        return List.of(
                new EipCase("a route called by `to(\"direct:…\")` fails", NOT_COMMITTED, (r, from) -> {
                    r.from(from).to(STEP).to("direct:called");
                    failingRoute(r, "direct:called");
                }),
                new EipCase("`enrich` fails", NOT_COMMITTED, (r, from) -> {
                    r.from(from).to(STEP).enrich("direct:called");
                    failingRoute(r, "direct:called");
                }),
                new EipCase(
                        "`loop` fails in a turn",
                        NOT_COMMITTED,
                        (r, from) -> r.from(from).to(STEP).loop(3).process(FAIL)),
                new EipCase("`recipientList`, a recipient fails", NOT_COMMITTED, (r, from) -> {
                    r.from(from).to(STEP).recipientList(r.constant("mock:one,direct:called"));
                    failingRoute(r, "direct:called");
                }),
                new EipCase("`multicast`, the first branch fails", NOT_COMMITTED, (r, from) -> {
                    r.from(from).to(STEP).multicast().to("direct:called", "mock:two");
                    failingRoute(r, "direct:called");
                }),
                new EipCase("`multicast`, the last branch fails", NOT_COMMITTED, (r, from) -> {
                    r.from(from).to(STEP).multicast().to("mock:one", "direct:called");
                    failingRoute(r, "direct:called");
                }),
                new EipCase(
                        "`threads`, a later step fails",
                        NOT_COMMITTED,
                        (r, from) -> r.from(from).to(STEP).threads(2).process(FAIL)),
                new EipCase(
                        "`delay().asyncDelayed()`, a later step fails",
                        NOT_COMMITTED,
                        (r, from) ->
                                r.from(from).to(STEP).delay(1).asyncDelayed().process(FAIL)),
                new EipCase("`resequence`, a later step fails", NOT_COMMITTED, (r, from) -> r.from(from)
                        .to(STEP)
                        .resequence(r.body())
                        .batch()
                        .timeout(10)
                        .process(FAIL)));
    }

    private static List<EipCase> splitting() {
        return List.of(
                new EipCase("`split`, a part fails", NOT_COMMITTED, (r, from) -> parts(r, from)
                        .split(r.body())
                        .process(FAIL)),
                new EipCase("`split().parallelProcessing()`, a part fails", NOT_COMMITTED, (r, from) -> parts(r, from)
                        .split(r.body())
                        .parallelProcessing()
                        .process(FAIL)),
                new EipCase(
                        "`split` with an aggregation strategy of its own that keeps the old exchange, a part fails:"
                                + " **the failure is lost**",
                        COMMITTED,
                        (r, from) -> parts(r, from)
                                .split(r.body(), (old, part) -> old == null ? part : old)
                                .process(failSecond())),
                new EipCase("the same with `.stopOnException()`", NOT_COMMITTED, (r, from) -> parts(r, from)
                        .split(r.body(), (old, part) -> old == null ? part : old)
                        .stopOnException()
                        .process(failSecond())),
                new EipCase("the same with `.shareUnitOfWork()`", NOT_COMMITTED, (r, from) -> parts(r, from)
                        .split(r.body(), (old, part) -> old == null ? part : old)
                        .shareUnitOfWork()
                        .process(failSecond())),
                new EipCase(
                        "`aggregate`: **committed when the record is stored, before its group is complete**",
                        COMMITTED,
                        (r, from) -> r.from(from)
                                .to(STEP)
                                .aggregate(r.constant(true), (old, next) -> next)
                                .completionSize(100)
                                .process(FAIL)));
    }

    private static List<EipCase> handedOn() {
        return List.of(
                new EipCase(
                        "`to(\"seda:x\")`: the commit waits for the seda route, which completes",
                        COMMITTED,
                        (r, from) -> {
                            r.from(from).to("seda:x");
                            r.from("seda:x").to(STEP);
                        }),
                new EipCase("`to(\"seda:x\")`, the seda route fails", NOT_COMMITTED, (r, from) -> {
                    r.from(from).to("seda:x");
                    r.from("seda:x").to(STEP).process(FAIL);
                }),
                new EipCase(
                        "`to(\"seda:one\").to(\"seda:two\")`, the second fails: **the failure is lost**",
                        COMMITTED,
                        (r, from) -> {
                            r.from(from).to("seda:one").to("seda:two");
                            r.from("seda:one").to(STEP);
                            failingRoute(r, "seda:two");
                        }),
                new EipCase(
                        "`to(\"seda:x\")` that nobody consumes: **the window fills and the shard stands still**",
                        NEVER_DONE,
                        (r, from) -> r.from(from).to(STEP).to("seda:nobody")),
                new EipCase("`wireTap`, the tapped route fails", COMMITTED, (r, from) -> {
                    r.from(from).to(STEP).wireTap("direct:tapped");
                    failingRoute(r, "direct:tapped");
                }));
    }

    private static ProcessorDefinition<?> parts(RouteBuilder r, String from) {
        return r.from(from).to(STEP).setBody(r.constant(List.of("a", "b", "c")));
    }

    private static void failingRoute(RouteBuilder r, String from) {
        r.from(from).errorHandler(r.noErrorHandler()).process(FAIL);
    }

    private static Processor failFirst() {
        return exchange -> {
            if (exchange.getMessage().getHeader(Exchange.REDELIVERED) == null) {
                throw new IllegalStateException("boom");
            }
        };
    }

    private static Processor failSecond() {
        return exchange -> {
            if ("b".equals(exchange.getMessage().getBody())) {
                throw new IllegalStateException("boom");
            }
        };
    }
}
