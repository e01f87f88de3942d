// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What the name of an element means for building the tree (HTML5, 13.2.4.2 and 13.2.6).
struct ElementRole: OptionSet {
    let rawValue: UInt16

    static let known = Self(rawValue: 1 << 0)
    /// No end tag of another element closes it, but for its ancestors'.
    static let special = Self(rawValue: 1 << 1)
    /// It is opened again where blocks part it.
    static let formatting = Self(rawValue: 1 << 2)
    static let void = Self(rawValue: 1 << 3)
    /// Tags mean nothing inside it. Mail programs run no scripts, so `noscript` is not one.
    static let rawText = Self(rawValue: 1 << 4)
    /// The end of what is around it may stand for its end tag.
    static let impliedEnd = Self(rawValue: 1 << 5)
    /// No document needs its end tag.
    static let optionalEnd = Self(rawValue: 1 << 6)
    /// What is outside it does not count as open inside it.
    static let scope = Self(rawValue: 1 << 7)
    /// A block whose start tag ends a paragraph.
    static let endsParagraph = Self(rawValue: 1 << 8)
    static let headContent = Self(rawValue: 1 << 9)
    static let heading = Self(rawValue: 1 << 10)
    /// In SVG and MathML its start tag means that those have ended.
    static let endsForeign = Self(rawValue: 1 << 11)
    /// It has a meaning only as part of a table.
    static let tablePart = Self(rawValue: 1 << 12)

    private static let names: [(ElementRole, String)] = [
        (
            .special,
            """
            address applet area article aside base basefont bgsound blockquote body br button caption center col \
            colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 \
            h5 h6 head header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav \
            noembed noframes noscript object ol p param plaintext pre script search section select source style \
            summary table tbody td template textarea tfoot th thead title tr track ul wbr xmp
            """
        ),
        (.formatting, "a b big code em font i nobr s small strike strong tt u"),
        (
            .void,
            """
            area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr
            """
        ),
        (.rawText, "iframe noembed noframes plaintext script style textarea title xmp"),
        (.impliedEnd, "dd dt li optgroup option p rb rp rt rtc"),
        (
            .optionalEnd,
            "body caption colgroup dd dt head html li optgroup option p rb rp rt rtc tbody td tfoot th thead tr"
        ),
        (.scope, "applet caption html marquee object table td template th"),
        (
            .endsParagraph,
            """
            address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form \
            h1 h2 h3 h4 h5 h6 header hgroup hr listing main menu nav ol p plaintext pre search section summary ul xmp
            """
        ),
        (.headContent, "base basefont bgsound link meta noframes script style template title"),
        (.heading, "h1 h2 h3 h4 h5 h6"),
        (.tablePart, "caption col colgroup tbody td tfoot th thead tr"),
        (
            .endsForeign,
            """
            b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing \
            menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var
            """
        ),
        (
            .known,
            """
            abbr acronym audio bdi bdo blink canvas cite data datalist del dfn dialog ins kbd label legend map mark \
            math meter multicol nextid optgroup option output picture progress q rb rp rt rtc ruby samp slot spacer \
            span sub sup svg time var video image isindex
            """
        ),
    ]

    private static let roles: [String: ElementRole] = {
        var roles: [String: ElementRole] = [:]
        for (role, names) in Self.names {
            for name in names.split(separator: " ") { roles[String(name), default: []].formUnion([role, .known]) }
        }
        return roles
    }()

    /// The role of the HTML element with the given name.
    static func role(of name: String) -> ElementRole {
        self.roles[name] ?? []
    }
}
