// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Verification

extension RuleCase {
    private static func structure(_ name: String, _ violation: String, _ neighbor: String) -> RuleCase {
        RuleCase(
            "html-structure", name, warns, violation: Scenario(body: violation), neighbor: Scenario(body: neighbor))
    }

    /// What can be wrong with how elements nest.
    static let structure: [RuleCase] = [
        Self.structure("an open element", #"<p>é</p>\n<div>‸<span>x</div>"#, "<ul><li><p>a<li>b</ul><p>c"),
        Self.structure("an end tag too many", "<div>x</div>‸</div>", "<div>x</div>"),
        Self.structure("tags that cross", "<b>x<i>y‸</b>z</i>", "<b>x<i>y</i></b>"),
        Self.structure(
            "a link in a link", ##"<a href=\"#a\">x‸<a href=\"#b\">y</a>"##,
            ##"<a href=\"#a\">x</a><a href=\"#b\">y</a>"##),
        Self.structure(
            "text between rows", "<table>‸x<tr><td>y</td></tr></table>", "<table> <tr> <td>y</td> </tr> </table>"),
        Self.structure("a row outside a table", "<div>‸<tr>x</div>", "<table><td>x</table>"),
        Self.structure("a comment without end", "<p>x</p>‸<!-- y", "<p>x</p><!-- y -->"),
        Self.structure(
            "markup in a value, at the place of the value", "<p>‸{{{object.givenName}}}</p>",
            "<p>{{object.givenName}}</p>"
        ).with(persona: #"{"name": "ada", "object": {"mail": "a@example.com", "givenName": "<i>"}}"#, "triple-stash"),
        RuleCase(
            "html-element-unknown", "a slip of the pen", warns,
            violation: Scenario(body: "<p>‸<spam>x</spam></p>"),
            neighbor: Scenario(body: "<center><font>x</font><o:p></o:p><x-y></x-y><svg><path/></svg></center>")),
        RuleCase(
            "html-duplicate", "an attribute", warns,
            violation: Scenario(body: "<p title=a ‸title=b>x</p>"), neighbor: Scenario(body: "<p title=a lang=en>x</p>")
        ),
        RuleCase(
            "html-duplicate", "an id", warns,
            violation: Scenario(body: "<p id=a>x</p><p ‸id=a>y</p>"),
            neighbor: Scenario(body: "<p id=a>x</p><p id=A>y</p>")),
        RuleCase(
            "html-conditional", "one without end", stopsPromotion,
            violation: Scenario(body: "‸<!--[if !mso]><!--><p>x</p>"),
            neighbor: Scenario(body: "<!--[if !mso]><!--><p>x</p><!--<![endif]--><!--[if mso]>y<![endif]-->")),
        RuleCase(
            "html-conditional", "a condition that is none", stopsPromotion,
            violation: Scenario(body: "‸<!--[if mso >= 9]><p>x</p><![endif]-->"),
            neighbor: Scenario(body: "<!--[if (gte mso 9)|(IE)]><p>x</p><![endif]-->")),
        RuleCase(
            "html-conditional", "an end too many", stopsPromotion,
            violation: Scenario(body: "<p>x</p>‸<!--<![endif]-->"), neighbor: Scenario(body: "<p>x</p><!-- endif -->")),
        RuleCase(
            "link-broken", "a link that only Outlook reads", stops,
            violation: Scenario(body: #"<!--[if mso]><v:rect href=\"‸https:\">x</v:rect><![endif]-->"#),
            neighbor: Scenario(body: #"<!--[if !mso]><v:rect href=\"https:\">x</v:rect><![endif]-->"#)),
    ]

    /// The same for a persona of its own, with what else its value violates.
    private func with(persona: String, _ rules: String...) -> RuleCase {
        let scenarios = [self.violation, self.neighbor].map { $0.with { $0.personas = [persona] } }
        return RuleCase(
            self.rule, self.name, self.severities, alongside: Set(rules), violation: scenarios[0],
            neighbor: scenarios[1])
    }
}
