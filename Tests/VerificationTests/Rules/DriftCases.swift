// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Verification

extension RuleCase {
    private static func pair(_ sent: String, _ html: String, styles: String = "", mark: String = "") -> Scenario {
        Scenario(
            template: Scenario.template(
                message: #""en": "\#(mark)<html><head></head><body>\#(sent)</body></html>""#,
                more: #""html": {"en": "\#(html)"}, "styles": "\#(styles)","#))
    }

    /// What can be wrong between the editor copy and the sent one.
    static let drift: [RuleCase] = [
        RuleCase(
            "drift", "another text", stops,
            violation: Self.pair(#"<h3>Hi</h3>\n<p>‸Reset é</p>"#, #"<h3>Hi</h3>\n<p>Register é</p>"#),
            neighbor: Self.pair(#"<h3>Hi</h3>\n<p>Register  é</p>\n"#, #"<h3>Hi</h3>\n<p>Register é</p>"#)),
        RuleCase(
            "drift", "another link", stops,
            violation: Self.pair(
                ##"<p><a href=\"#b\">‸x</a></p>"##, ##"<p><a href=\"#a\">x</a></p>"##),
            neighbor: Self.pair(##"<p><a href='#a'>x</a></p>"##, ##"<p><a href=\"#a\">x</a></p>"##)),
        RuleCase(
            "drift", "a text too few: the place is that of the last one there is", stops,
            violation: Self.pair("<p>‸a</p>", "<p>a</p><p>b</p>"),
            neighbor: Self.pair("<p>a</p><p>b</p>", "<p>a</p><p>b</p>")),
        RuleCase(
            "drift", "an editor copy without a sent one", stops,
            violation: Scenario(
                template: Scenario.template(more: ##" "html": {"en": "", ‸"de": "<p>Hallo</p>"},"##)),
            neighbor: Scenario(template: Scenario.template(more: ##" "html": {"en": "", "de": " "},"##))),
        RuleCase(
            "drift", "an editor copy whose sent one is null", stops,
            violation: Scenario(
                template: Scenario.template(
                    message: #""en": "<p>Hello</p>", "de": null"#, more: ##" "html": {‸"de": "<p>Hallo</p>"},"##)),
            // What is not HTML has no editor.
            neighbor: Scenario(
                template: Scenario.template(type: "text/plain", more: ##" "html": {"de": "<p>Hallo</p>"},"##))),
        RuleCase(
            "drift-style", "a style sheet that is not inlined", warns,
            violation: Self.pair("<p>y</p>‸<p class=a>x</p>", "<p>y</p><p class=a>x</p>", styles: ".a{color:red}"),
            neighbor: Self.pair(
                "<p>y</p><p style='color:red' class=a>x</p>", "<p>y</p><p class=a>x</p>", styles: ".a{color:red}")),
        RuleCase(
            "drift-unknown", "Handlebars in a tag", [.note, .note, .note],
            violation: Self.pair("<p>x</p>", "<p {{#if object.a}}class=a{{/if}}>x</p>", mark: "‸"),
            neighbor: Self.pair("<p>x</p>", "<p class='{{#if object.a}}a{{/if}}'>y</p>")),
    ]
}
