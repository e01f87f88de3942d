// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TestSupport

/// Small documents whose trees the rules of HTML5 decide, most of them with faults that mail has.
enum TreeDocuments {
    /// One a line; `␤` stands for a line feed.
    static let written: [String] = Self.lines.split(separator: "\n").map {
        String($0).replacing("␤", with: "\n")
    }

    /// Tags and texts in any order, but for what html5lib misplaces: items of lists in tables, blanks after the body.
    static let random: [String] = {
        var generator = SeededGenerator(seed: 5)
        let pieces = Self.pieces.split(separator: " ").map { String($0).replacing("·", with: " ") }
        let documents = (0..<4000).map { _ in
            let doctype = ["", "<!doctype html>"].randomElement(using: &generator) ?? ""
            let count = Int.random(in: 2...14, using: &generator)
            return doctype + (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
        }
        return documents.filter { document in
            let hasItems = ["<li>", "<dt>", "<dd>"].contains { document.contains($0) }
            let hasBlank = ["</body> ", "</html> "].contains { document.contains($0) }
            return !hasBlank && !(hasItems && document.contains("<table>"))
        }
    }()

    /// Where html5lib is not the standard's: it drops or misplaces what it reprocesses inside tables, and is older than
    /// `template`, `rtc`, the end tags of HTML in SVG and its special `title`. The trees are as the standard's text has
    /// them.
    static let otherThanHTML5Lib: [(html: String, outline: String)] = [
        ("<table><tr><li>a<li>b</table>", "html(head()body(li([a])li([b])table(tbody(tr()))))"),
        ("<table><button>a<button>b", "html(head()body(button([a])button([b])table()))"),
        ("<ruby><rtc>a<rt>b<rb>c</ruby>", "html(head()body(ruby(rtc([a]rt([b]))rb([c]))))"),
        ("<svg></p>a", "html(head()body(svg()p()[a]))"),
        ("<x><svg><title></x>a", "html(head()body(x(svg(title([a])))))"),
        ("<template><p>a</template>b", "html(head(template(p([a])))body([b]))"),
        ("<a href=1><p><textarea>a</textarea>", "html(head()body(a href=1(p(textarea([a])))))"),
        ("<select><option>a<hr>b</select>", "html(head()body(select(option([a])hr()[b])))"),
    ]

    private static let pieces = """
        a b· ·c &amp; &copy é · · <b> <b> </b> <i> </i> <i·class=x> <u> </u> <a·href=1> <a·href=2> </a> </a> <p> <p> \
        </p> <div> </div> <span> </span> <font·size=1> </font> <table> <table> </table> <tr> </tr> <td> <td> </td> <th> \
        <tbody> </tbody> <thead> <caption> </caption> <colgroup> <col> <ul> </ul> <ol> <li> <li> </li> <h1> </h1> <h2> \
        <br> </br> <img·src=i> <input> <select> <option> </select> <form> </form> <pre> </pre> \
        <style>x<y</style> <script>x</script> <title>t&lt;</title> <center> </center> <nobr> \
        <dl> <dt> <dd> </dl> <blockquote> </blockquote> <!--x--> <o:p> </o:p> <em> </em> <strong> </strong> <body·a=b> \
        <html·c=d> </body> </html> <head> </head> <meta> <link> <svg><path/>a</svg> <object> </object>
        """
}
