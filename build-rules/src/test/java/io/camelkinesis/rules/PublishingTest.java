// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What is published, and what its poms say: the BOM names it, and each pom has what a public repository asks for. */
class PublishingTest {

    private static final String BOM = "camel-kinesis-checkpointed-bom";

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** Poms by module. */
    private final Map<String, Element> poms = new TreeMap<>();

    PublishingTest() throws Exception {
        List<String> modules = MODULE.matcher(Project.text("pom.xml"))
                .results()
                .map(module -> module.group(1))
                .toList();
        for (String module : modules) {
            poms.put(module, pom(module + "/pom.xml"));
        }
    }

    private static Element pom(String path) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Project.ROOT.resolve(path).toFile())
                .getDocumentElement();
    }

    /** The text at the end of a path of elements, null if there is none. */
    private static String text(Element from, String... path) {
        Element element = from;
        for (String name : path) {
            element = children(element, name).stream().findFirst().orElse(null);
            if (element == null) {
                return null;
            }
        }
        return element.getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                children.add(element);
            }
        }
        return children;
    }

    private static boolean isPublished(Element pom) {
        return !"true".equals(text(pom, "properties", "maven.deploy.skip"));
    }

    private Map<String, Element> published() {
        return poms.entrySet().stream()
                .filter(module -> isPublished(module.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }

    @Test
    void theBomNamesWhatIsPublishedAndNothingElse() {
        Element managed = children(poms.get(BOM), "dependencyManagement").get(0);
        List<String> named = children(children(managed, "dependencies").get(0), "dependency").stream()
                .map(dependency -> text(dependency, "artifactId"))
                .toList();
        List<String> modules = published().keySet().stream()
                .filter(module -> !module.equals(BOM))
                .toList();
        assertThat(named).containsExactlyInAnyOrderElementsOf(modules);
        assertThat(modules).hasSizeGreaterThan(4);
        assertThat(children(poms.get(BOM), "parent"))
                .as("a parent's dependencyManagement would be imported with the BOM's own")
                .isEmpty();
    }

    /** The BOM has no parent, so it says for itself what the others inherit. */
    @Test
    void theBomSaysWhatTheParentSays() throws Exception {
        Element parent = pom("pom.xml");
        Element bom = poms.get(BOM);
        for (String name : List.of("groupId", "version", "url", "licenses", "developers", "scm")) {
            assertThat(squeezed(text(bom, name))).as(name).isNotBlank().isEqualTo(squeezed(text(parent, name)));
        }
    }

    private static String squeezed(String text) {
        return text == null ? null : text.replaceAll("\\s+", " ");
    }

    @Test
    void everyPublishedPomHasANameAndSaysWhatItIs() {
        assertThat(published()).allSatisfy((module, pom) -> {
            assertThat(text(pom, "artifactId")).isEqualTo(module);
            assertThat(text(pom, "name")).isNotBlank();
            assertThat(text(pom, "description")).isNotBlank().doesNotContain("Not published");
        });
    }

    @Test
    void whatIsForTheCheckoutOnlyStaysThere() {
        assertThat(poms.values().stream().filter(pom -> !isPublished(pom)))
                .isNotEmpty()
                .allSatisfy(pom -> assertThat(text(pom, "properties", "maven.install.skip"))
                        .as(text(pom, "artifactId"))
                        .isEqualTo("true"));
        assertThat(published().keySet()).allMatch(module -> module.startsWith("camel-kinesis-checkpointed"));
    }
}
