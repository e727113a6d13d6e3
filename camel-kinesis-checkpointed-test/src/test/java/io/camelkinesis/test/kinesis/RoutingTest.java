// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

class RoutingTest {

    private final ModelFixture model = new ModelFixture(7);

    private PutRecordResponse put(String key, String explicitHash) {
        return model.client.putRecord(b -> b.streamName(ModelFixture.STREAM)
                .partitionKey(key)
                .explicitHashKey(explicitHash)
                .data(SdkBytes.fromUtf8String("x")));
    }

    @Test
    void theRangesCoverTheKeySpaceWithoutGapOrOverlap() {
        List<Shard> shards =
                model.client.listShards(b -> b.streamName(ModelFixture.STREAM)).shards();

        BigInteger next = BigInteger.ZERO;
        for (Shard shard : shards) {
            assertThat(new BigInteger(shard.hashKeyRange().startingHashKey())).isEqualTo(next);
            next = new BigInteger(shard.hashKeyRange().endingHashKey()).add(BigInteger.ONE);
        }
        assertThat(next).isEqualTo(BigInteger.TWO.pow(128));
    }

    @Test
    void aKeyGoesWhereItsMd5Lies() throws Exception {
        List<Shard> shards =
                model.client.listShards(b -> b.streamName(ModelFixture.STREAM)).shards();
        for (String key :
                IntStream.range(0, 200).mapToObj(i -> "Schlüssel-" + i).toList()) {
            String hex =
                    HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(key.getBytes("UTF-8")));
            BigInteger hash = new BigInteger(hex, 16);
            String expected = shards.stream()
                    .filter(s -> hash.compareTo(new BigInteger(s.hashKeyRange().startingHashKey())) >= 0
                            && hash.compareTo(new BigInteger(s.hashKeyRange().endingHashKey())) <= 0)
                    .findFirst()
                    .orElseThrow()
                    .shardId();

            assertThat(put(key, null).shardId()).isEqualTo(expected);
            assertThat(model.kinesis.shardFor(ModelFixture.STREAM, key)).isEqualTo(expected);
        }
    }

    @Test
    void knownMd5() {
        assertThat(HashRange.hashOf("")).isEqualTo(new BigInteger("d41d8cd98f00b204e9800998ecf8427e", 16));
        assertThat(HashRange.hashOf("abc")).isEqualTo(new BigInteger("900150983cd24fb0d6963f7d28e17f72", 16));
    }

    @Test
    void anExplicitHashKeyGoesBeforeTheKey() {
        assertThat(put("any", "0").shardId()).isEqualTo(ModelFixture.SHARD_0);
        assertThat(put("any", HashRange.LAST.toString()).shardId()).isEqualTo("shardId-000000000006");
        assertThatThrownBy(() -> put("any", HashRange.KEYS.toString())).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> put("any", "-1")).isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> put("any", "01")).isInstanceOf(ValidationException.class);
    }

    @Test
    void sequenceNumbersHave56DigitsAndRise() {
        String first = put("a", "0").sequenceNumber();
        String second = put("b", "0").sequenceNumber();

        assertThat(first).matches("\\d{56}");
        assertThat(second).matches("\\d{56}").isGreaterThan(first);
    }
}
