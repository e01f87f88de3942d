// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
package import JSONText

/// How the files of a folder compare with those that would be made.
package struct FixtureReport: Sendable {
    /// What became of a fixture.
    package enum Status: String, Hashable, Sendable, CaseIterable {
        /// It is byte by byte what would be made.
        case same
        /// It means the same in other bytes.
        case equivalent
        /// It means something else.
        case changed
        /// It is not there.
        case missing
        /// It was made once, and would be no longer.
        case obsolete
        /// It is no fixture of the manifest.
        case unlisted

        /// Whether it is a difference that must be mended or accepted.
        package var isDifference: Bool {
            switch self {
            case .same, .equivalent, .unlisted: false
            case .changed, .missing, .obsolete: true
            }
        }
    }

    /// One file.
    package struct File: Sendable {
        /// The path below the folder.
        package var path: String
        /// How it compares.
        package var status: Status
        /// What differs, where it has changed.
        package var differences: [FixtureDifference]

        /// Whether it is the manifest.
        package var isManifest: Bool { self.path == FixtureManifest.fileName }

        package init(path: String, status: Status, differences: [FixtureDifference] = []) {
            self.path = path
            self.status = status
            self.differences = differences
        }
    }

    /// The files, those that would be made first.
    package var files: [File]
    /// The inputs whose content is not what the manifest says.
    package var changedInputs: [String]

    package init(files: [File], changedInputs: [String]) {
        self.files = files
        self.changedInputs = changedInputs
    }

    /// Whether nothing differs.
    package var isClean: Bool { !self.files.contains { $0.status.isDifference } }

    /// How many files have that status.
    package func count(of status: Status) -> Int {
        self.files.count { $0.status == status }
    }

    /// The report for programs.
    package var json: JSONNode {
        [
            "galley": JSONNode(.string(GalleyVersion.current)),
            "verdict": self.isClean ? "pass" : "fail",
            "counts": JSONNode(
                .object(
                    Status.allCases.map { status in
                        JSONMember(name: status.rawValue, value: JSONNode(integerLiteral: self.count(of: status)))
                    })),
            "changedInputs": JSONNode(.array(self.changedInputs.map { JSONNode(.string($0)) })),
            "files": JSONNode(.array(self.files.filter { $0.status != .same }.map(\.json))),
        ]
    }
}

extension FixtureReport.File {
    fileprivate var json: JSONNode {
        .object([
            "file": .text(self.path),
            "status": .text(self.status.rawValue),
            "differences": self.differences.isEmpty ? nil : JSONNode(.array(self.differences.map(\.json))),
        ])
    }
}

extension FixtureDifference {
    fileprivate var json: JSONNode {
        .object([
            "kind": .text(self.kind.rawValue),
            "part": .text(self.part),
            "place": .text(self.place),
            "was": .text(self.was),
            "now": .text(self.now),
            "lines": self.lines.isEmpty ? nil : JSONNode(.array(self.lines.map { JSONNode(.string($0)) })),
        ])
    }
}
