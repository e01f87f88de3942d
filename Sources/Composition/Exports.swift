// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

// The product `Galley` by one import: whoever composes messages needs what they are made of.
@_exported public import ByteText
@_exported public import EmailProvider
@_exported public import EmailTemplates
@_exported public import HTML
@_exported public import Handlebars
@_exported public import JSONText
@_exported public import MIME
@_exported public import TenantConfiguration
