import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Judges the files that it is given by PDF/UA-1 and PDF/A-3a. A line a verdict, its fields parted by tabs:
 * "pass" or "broken", the number of the file, the flavour, a text; "fail" has the clause, the count and a text.
 *
 * The jar with veraPDF's classes and profiles has nothing to read the profiles with; so they are read here.
 */
public final class VeraPdf {
    private static final Map<PDFAFlavour, String> PROFILES =
            Map.of(PDFAFlavour.PDFUA_1, "PDFUA-1", PDFAFlavour.PDFA_3_A, "PDFA-3A");
    private static final int ENOUGH = 100_000;

    public static void main(String[] paths) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (PDFAFlavour flavour : new PDFAFlavour[] {PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_3_A}) {
            ValidationProfile profile = profile(flavour);
            for (int number = 0; number < paths.length; number++) {
                judge(new File(paths[number]), number, flavour, profile);
            }
        }
    }

    private static void judge(File file, int number, PDFAFlavour flavour, ValidationProfile profile) {
        Map<String, List<TestAssertion>> failed = new LinkedHashMap<>();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, ENOUGH, false, true, false)) {
            for (TestAssertion assertion : validator.validate(parser).getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    RuleId rule = assertion.getRuleId();
                    String clause = rule.getClause() + "-" + rule.getTestNumber();
                    failed.computeIfAbsent(clause, any -> new ArrayList<>()).add(assertion);
                }
            }
        } catch (Exception | StackOverflowError | OutOfMemoryError problem) {
            print("broken", number, flavour, String.valueOf(problem.getMessage()));
            return;
        }
        failed.forEach((clause, all) -> print(
                "fail", number, flavour, clause + "\t" + all.size() + "\t" + line(all.get(0).getErrorMessage())));
        if (failed.isEmpty()) {
            print("pass", number, flavour, "");
        }
    }

    private static void print(String verdict, int number, PDFAFlavour flavour, String rest) {
        System.out.println(verdict + "\t" + number + "\t" + flavour.getId() + "\t" + rest);
    }

    private static String line(String text) {
        return text == null ? "" : text.replaceAll("\\s+", " ");
    }

    private static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
        String name = PROFILES.get(flavour);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Element root;
        try (InputStream in = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            root = factory.newDocumentBuilder().parse(in).getDocumentElement();
        }
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element rule : all(root, "rule")) {
            rules.add(rule(rule));
        }
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element variable : all(root, "variable")) {
            variables.add(Profiles.variableFromValues(
                    variable.getAttribute("name"),
                    variable.getAttribute("object"),
                    own(variable, "defaultValue"),
                    own(variable, "value")));
        }
        return Profiles.profileFromValues(
                flavour,
                Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)),
                "",
                rules,
                variables);
    }

    private static Rule rule(Element rule) {
        Element id = all(rule, "id").get(0);
        Element error = all(rule, "error").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : all(error, "argument")) {
            String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
        }
        ErrorDetails details = Profiles.errorFromValues(own(error, "message"), arguments);
        RuleId number = Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"),
                Integer.parseInt(id.getAttribute("testNumber")));
        Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(
                number,
                rule.getAttribute("object"),
                deferred,
                rule.getAttribute("tags"),
                own(rule, "description"),
                own(rule, "test"),
                details,
                List.of());
    }

    private static List<Element> all(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getElementsByTagNameNS("*", name);
        for (int place = 0; place < nodes.getLength(); place++) {
            found.add((Element) nodes.item(place));
        }
        return found;
    }

    private static String own(Element parent, String name) {
        for (Element element : all(parent, name)) {
            if (element.getParentNode() == parent) {
                return element.getTextContent();
            }
        }
        return "";
    }
}
