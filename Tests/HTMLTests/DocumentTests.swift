// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import HTML
import Testing

@Suite struct DocumentTests {
    @Test func facts() throws {
        let document = try HTMLDocument(parsing: Array(Samples.marketingMail.utf8))
        #expect(document.language == "en")
        #expect(document.title == "Your order")
        #expect(document.hasDoctype)
        #expect(document.comments.count == 4)
        #expect(
            document.links.map(\.text) == [
                "Shop", "", "Track\u{A0}it", "warranty", "help@shop.example", "Unsubscribe", "",
            ])
        #expect(document.images.map(\.alternative) == ["Shop", ""])
        #expect(document.images.map(\.width) == ["120", "1"])
        #expect(document.images.first?.source == "logo.png")
    }

    @Test func absentFacts() throws {
        let document = try HTMLDocument(parsing: Array("<img><title></title>".utf8))
        #expect(document.language == nil)
        #expect(document.title == "")
        #expect(!document.hasDoctype)
        #expect(document.images.map(\.alternative) == [nil])
        #expect(try HTMLDocument(parsing: []).title == nil)
    }

    @Test func linksStandWhereTheySayTheyDo() throws {
        let html = """
            <html lang=ar><body background="bg.png"><a href = ' https://a.example/é '>مرحبا <b>x</b></a>
            <img src=i.png srcset="i1.png 1x, i2.png 2x,i3.png"><form action='f'><button formaction="g">x</button></form>
            <video poster='p.png' src=v></video><object data=o></object><p data=n></p><v:fill src="v.png"/>
            <a href="twice" href="no">1<a href=two>2</a></a><table background=t.png></table><a href>e</a>
            """
        let bytes = Array(html.utf8)
        let links = try HTMLDocument(parsing: bytes).links
        #expect(
            links.map { "\($0.element) \($0.attribute) \($0.value)" } == [
                "body background bg.png", "a href https://a.example/é", "img src i.png", "img srcset i1.png",
                "img srcset i2.png", "img srcset i3.png", "form action f", "button formaction g", "video poster p.png",
                "video src v", "object data o", "v:fill src v.png", "a href twice", "a href two",
                "table background t.png", "a href ",
            ])
        #expect(links.filter { $0.element == "a" }.map(\.text) == ["مرحبا x", "1", "2", "e"])
        for link in links {
            #expect(String(decoding: bytes[link.offset...], as: UTF8.self).hasPrefix(link.value))
        }
    }

    /// The tree in one line: names, texts and how they nest.
    private func outline(_ html: String) throws -> String {
        let nodes = try HTMLDocument(parsing: Array(html.utf8)).nodes
        var output = ""
        var open: [Int] = []
        for (index, node) in nodes.enumerated() {
            while let end = open.last, end <= index {
                open.removeLast()
                output += ")"
            }
            switch node.content {
            case .element(let element):
                output += "\(element.name)("
                open.append(node.end)
            case .text(let text): output += "[\(text)]"
            }
        }
        return output + String(repeating: ")", count: open.count)
    }

    @Test(arguments: [
        ("", "html(head()body())"),
        ("a", "html(head()body([a]))"),
        ("<title>t</title><p>a<p>b", "html(head(title([t]))body(p([a])p([b])))"),
        ("<p>a</p></body></html><p>b", "html(head()body(p([a])p([b])))"),
        ("<ul><li>a<li>b</ul>", "html(head()body(ul(li([a])li([b]))))"),
        ("<wbr>a<source>b<br>c", "html(head()body(wbr()[a]source()[b]br()[c]))"),
        ("<o:p>a</o:p>b", "html(head()body(o:p([a])[b]))"),
        ("<style>a{}</style>", "html(head(style([a{}]))body())"),
        ("<i>a</b></i>c", "html(head()body(i([a])[c]))"),
        ("<svg><path/><path/></svg>a", "html(head()body(svg(path()path())[a]))"),
        ("<head><section>a", "html(head()body(section([a])))"),
        ("1,2,<b>3</b>, 4 ", "html(head()body([1,2,]b([3])[, 4 ]))"),
    ])
    func tree(_ html: String, _ outline: String) throws {
        #expect(try self.outline(html) == outline)
    }

    @Test func nodesKnowTheirPlaces() throws {
        let html = "<p>a<b>c</b></p><html lang=x>"
        let bytes = Array(html.utf8)
        let document = try HTMLDocument(parsing: bytes)
        #expect(document.language == "x")
        for (index, node) in document.nodes.enumerated() {
            #expect(node.end > index)
            if let parent = node.parent { #expect(parent < index && document.nodes[parent].end >= node.end) }
            guard let offset = node.offset else { continue }
            let rest = String(decoding: bytes[offset...], as: UTF8.self)
            #expect(rest.hasPrefix(node.text ?? "<\(node.element?.name ?? "")"))
        }
    }

    @Test func charsetOfMetaIsPassedOver() throws {
        let document = try HTMLDocument(parsing: Array("<meta charset=iso-8859-1><p title=é>ü</p>".utf8))
        #expect(document.nodes.compactMap(\.text) == ["ü"])
        #expect(document.elements.last?["title"] == "é")
    }
}
