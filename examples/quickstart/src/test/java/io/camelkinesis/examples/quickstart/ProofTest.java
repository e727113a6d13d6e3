// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProofTest {

    private final Ledger ledger = new Ledger();

    @BeforeEach
    void fourRecordsInTwoShards() {
        for (int sequence = 1; sequence <= 2; sequence++) {
            ledger.put(place("a", sequence));
            ledger.put(place("b", sequence));
        }
    }

    @Test
    void holdsWhenEachRecordWasConsumedOnceAndIsCommitted() {
        consume(place("a", 1), place("a", 2), place("b", 1), place("b", 2));

        Proof proof = proof(Map.of("a", 2, "b", 2));

        assertThat(proof.holds()).isTrue();
        assertThat(proof.shards()).containsExactly(new Proof.Row("a", 2, 2, 2, 2), new Proof.Row("b", 2, 2, 2, 2));
        assertThat(proof.lines())
                .last()
                .isEqualTo("Nothing lost, nothing repeated: each of 4 records was completed once and is committed.");
    }

    @Test
    void failsWhenARecordWasLost() {
        consume(place("a", 1), place("a", 2), place("b", 2));

        Proof proof = proof(Map.of("a", 2, "b", 2));

        assertThat(proof.holds()).isFalse();
        assertThat(proof.lost()).containsExactly(place("b", 1));
        assertThat(proof.lines()).contains("The proof failed.", "1 lost, put but never completed: b 1");
    }

    @Test
    void failsWhenARecordEnteredTheRouteButNeverLeftIt() {
        consume(place("a", 1), place("a", 2), place("b", 1));
        ledger.read(place("b", 2));

        assertThat(proof(Map.of("a", 2, "b", 2)).lost()).containsExactly(place("b", 2));
    }

    @Test
    void failsWhenARecordWasRepeated() {
        consume(place("a", 1), place("a", 2), place("b", 1), place("b", 2), place("a", 2));

        Proof proof = proof(Map.of("a", 2, "b", 2));

        assertThat(proof.holds()).isFalse();
        assertThat(proof.repeated()).containsExactly(place("a", 2));
        assertThat(proof.lines()).contains("1 repeated: a 2");
    }

    @Test
    void failsWhenACheckpointStaysBehind() {
        consume(place("a", 1), place("a", 2), place("b", 1), place("b", 2));

        Proof proof = proof(Map.of("a", 1));

        assertThat(proof.holds()).isFalse();
        assertThat(proof.shards()).extracting(Proof.Row::lag).containsExactly(1, 2);
        assertThat(proof.lines()).contains("3 above the stored checkpoint");
    }

    @Test
    void failsWhenARecordComesFromNowhere() {
        consume(place("a", 1), place("a", 2), place("b", 1), place("b", 2), place("c", 1));

        assertThat(proof(Map.of("a", 2, "b", 2)).strange()).containsExactly(place("c", 1));
    }

    @Test
    void failsWhenNothingWasPut() {
        Proof proof = Proof.of(new Ledger().entries(), Map.of());

        assertThat(proof.holds()).isFalse();
        assertThat(proof.lines()).contains("nothing was put");
    }

    @Test
    void namesAFewOfMany() {
        assertThat(proof(Map.of()).lines()).contains("4 lost, put but never completed: a 1, a 2, b 1, ...");
    }

    private Proof proof(Map<String, Integer> checkpoints) {
        return Proof.of(
                ledger.entries(),
                checkpoints.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> BigInteger.valueOf(entry.getValue()))));
    }

    private void consume(Place... places) {
        for (Place place : places) {
            ledger.read(place);
            ledger.completed(place);
        }
    }

    private static Place place(String shard, int sequence) {
        return Place.of(shard, String.valueOf(sequence));
    }
}
