// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** What the component's JSON says of its options and headers. */
final class ComponentMetadata {

    private static final String NAME = "META-INF/io/camelkinesis/checkpointed/kinesis-cp.json";

    private final JsonObject metadata;

    private ComponentMetadata(JsonObject metadata) {
        this.metadata = metadata;
    }

    static ComponentMetadata read() throws Exception {
        try (InputStream json = ComponentMetadata.class.getClassLoader().getResourceAsStream(NAME)) {
            return new ComponentMetadata((JsonObject) Jsoner.deserialize(
                    new String(Objects.requireNonNull(json, NAME).readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(NAME, e);
        }
    }

    /** The options of endpoints, each with its name. */
    List<JsonObject> options() {
        return entries("properties");
    }

    /** The message headers, each with its name. */
    List<JsonObject> headers() {
        return entries("headers");
    }

    private List<JsonObject> entries(String kind) {
        List<JsonObject> entries = new ArrayList<>();
        JsonObject all = metadata.getMap(kind);
        all.forEach((name, entry) -> {
            JsonObject named = new JsonObject((JsonObject) entry);
            named.put("name", name);
            entries.add(named);
        });
        return entries;
    }
}
