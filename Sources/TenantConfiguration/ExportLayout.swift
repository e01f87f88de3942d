// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// How a whole set of documents lies on disk: the layouts that tools write and read.
public enum ExportLayout: String, Hashable, Sendable, CaseIterable {
    /// IDM's `conf/`: the bare documents.
    case idm
    /// Bare documents with their `_id`, as REST gives a single one and frodo writes with `--raw`.
    case raw
    /// The reply to a query of `/openidm/config`: all documents in one list.
    case rest
    /// frodo, one template a file.
    case frodoSingle = "frodo-single"
    /// frodo, all templates in one file.
    case frodoBundle = "frodo-bundle"
    /// frodo's full export, all in one file.
    case frodoFull = "frodo-full"
    /// frodo's full export, one file for each document.
    case frodoSeparate = "frodo-separate"
    /// frodo's export of IDM's entities.
    case frodoIDM = "frodo-idm"
    /// fr-config-manager: a folder for each template, its texts in files of their own.
    case frConfigManager = "fr-config-manager"

    /// Where a document lies in a layout.
    struct Place: Hashable {
        /// The path of the file.
        var path: String
        /// The names of the objects around the document, the outermost first; `["result"]` is the list of a query.
        var envelope: [String] = []
        /// The name of the document in its envelope.
        var key = ""
        /// Whether the document names itself in `_id`.
        var hasID = true
    }

    /// The place of a document.
    func place(of kind: TenantDocument.Kind) -> Place {
        switch kind {
        case .template(let name): self.place(ofTemplate: name)
        case .provider: self.place(ofProvider: kind.id)
        }
    }

    private func place(ofTemplate name: String) -> Place {
        let id = "emailTemplate/" + name
        return switch self {
        case .idm: Place(path: "conf/emailTemplate-\(name).json", hasID: false)
        case .raw: Place(path: "emailTemplate-\(name).json")
        case .rest: Place(path: "config.json", envelope: ["result"])
        case .frodoSingle: Place(path: "\(name).template.email.json", envelope: ["emailTemplate"], key: name)
        case .frodoBundle: Place(path: "allEmailTemplates.template.email.json", envelope: ["emailTemplate"], key: name)
        case .frodoFull: Place(path: "all.config.json", envelope: ["global", "emailTemplate"], key: name)
        case .frodoSeparate:
            Place(path: "global/emailTemplate/\(name).emailTemplate.json", envelope: ["emailTemplate"], key: name)
        case .frodoIDM: Place(path: "global/idm/\(id).json")
        case .frConfigManager: Place(path: "email-templates/\(name)/\(name).json")
        }
    }

    private func place(ofProvider id: String) -> Place {
        switch self {
        case .idm: Place(path: "conf/\(id).json", hasID: false)
        case .raw: Place(path: "\(id).json")
        case .rest: Place(path: "config.json", envelope: ["result"])
        case .frodoSingle, .frodoBundle: Place(path: "\(id).idm.json", envelope: ["idm"], key: id)
        case .frodoFull: Place(path: "all.config.json", envelope: ["global", "idm"], key: id)
        case .frodoSeparate, .frodoIDM: Place(path: "global/idm/\(id).idm.json", envelope: ["idm"], key: id)
        case .frConfigManager: Place(path: "email-provider/\(id).json")
        }
    }
}
