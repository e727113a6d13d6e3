// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** XML is routes, or it is out of a pom: then the dependencies that it names must be those of this project or of its poms. */
final class XmlCheck implements SnippetChecks.Check {

    private static final Set<String> ROUTES = Set.of("routes", "route", "beans", "camel", "routeConfiguration");
    private static final Set<String> POM = Set.of(
            "project", "dependency", "dependencies", "dependencyManagement", "parent", "build", "plugin", "properties");

    private static final String GROUP = "io.camelkinesis";

    private final RouteFiles routes;

    XmlCheck(RouteFiles routes) {
        this.routes = routes;
    }

    @Override
    public Verdict check(Snippet snippet) throws Exception {
        String code = snippet.code().replaceFirst("<\\?xml[^>]*\\?>", "").strip();
        Element all = parse("<all>" + code + "</all>").getDocumentElement();
        Element first = (Element) all.getElementsByTagName("*").item(0);
        String root = first.getTagName();
        if (ROUTES.contains(root)) {
            String problem = routes.problem("snippet.xml", code);
            return problem == null ? Verdict.held("loaded") : Verdict.problem(problem);
        }
        if (!POM.contains(root)) {
            return Verdict.problem(
                    "<" + root + "> is neither out of a pom nor a route; put <!-- not checked: REASON -->"
                            + " above it, or make it part of an example that a test runs");
        }
        List<String> problems = new ArrayList<>();
        for (String element : List.of("dependency", "plugin", "parent")) {
            NodeList found = all.getElementsByTagName(element);
            for (int i = 0; i < found.getLength(); i++) {
                addProblem((Element) found.item(i), problems);
            }
        }
        return problems.isEmpty() ? Verdict.held("parsed") : Verdict.problem(String.join("; ", problems));
    }

    private static void addProblem(Element artifact, List<String> problems) {
        String group = child(artifact, "groupId");
        String name = child(artifact, "artifactId");
        String version = child(artifact, "version");
        boolean ours = group.equals(GROUP);
        if (ProjectSources.ALL.ending("pom.xml").values().stream()
                .noneMatch(pom -> pom.contains("<artifactId>" + name + "</artifactId>"))) {
            problems.add(group + ":" + name + (ours ? " is no module" : " is in no pom of the project"));
        }
        if (ours && !version.isEmpty() && !version.startsWith("${") && !version.equals(projectVersion())) {
            problems.add(name + " has the version " + version + ", and the project " + projectVersion());
        }
    }

    private static String projectVersion() {
        String pom = ProjectSources.ALL.ending("pom.xml").get("pom.xml");
        return pom.replaceFirst("(?s).*?<version>([^<]+)</version>.*", "$1");
    }

    private static String child(Element parent, String name) {
        NodeList children = parent.getElementsByTagName(name);
        return children.getLength() == 0
                ? ""
                : children.item(0).getTextContent().strip();
    }

    private static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
