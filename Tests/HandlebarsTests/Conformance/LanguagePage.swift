// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import Handlebars
import Testing

/// The tables of the page on the language, as cases: handlebars.js must say the same as the page.
enum LanguagePage {
    /// What stands between backquotes in each cell of a row; nothing for a cell of plain words.
    private static let rows: [[String?]] = {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../../Sources/Handlebars/Handlebars.docc/Language.md")
        let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
        return text.components(separatedBy: "\n").filter { $0.hasPrefix("| `") }.map { line in
            // `\|` is how a table spells the character itself.
            let cells = line.replacingOccurrences(of: "\\|", with: "\u{0}").components(separatedBy: "|")
            return cells.dropFirst().dropLast().map { cell in
                let cell = cell.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "\u{0}", with: "|")
                return cell.hasPrefix("`") && cell.hasSuffix("`") ? String(cell.dropFirst().dropLast()) : nil
            }
        }
    }()

    /// A case for each row of three cells, and two for each of five: without its option and with it.
    static let cases: [ConformanceCase] = Self.rows.flatMap { row -> [ConformanceCase] in
        let cells = row.count == 5 ? Array(row.dropFirst()) : row
        guard (3...4).contains(cells.count), let template = cells[0], let json = cells[1] else {
            Issue.record("not an example: \(row)")
            return []
        }
        let plain = ConformanceCase(template: template, json: json, output: cells[2])
        guard cells.count == 4, let option = row[0] else { return [plain] }
        var other = ConformanceCase(template: template, json: json, output: cells[3])
        other.options = [option]
        other.hasHelpers = true
        return [plain, other]
    }
}

@Suite struct LanguagePageTests {
    @Test func thePageHasExamples() {
        #expect(LanguagePage.cases.count >= 36)
    }
}
