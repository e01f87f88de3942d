// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

extension Entity {
    /// The entity as it goes on the wire.
    ///
    /// The result is 7-bit clean unless `form` is ``HeaderForm/internationalized``. The same entity gives the same
    /// bytes, boundaries included. A text that is not part of a multipart gains a line end where it has none.
    package func serialized(form: HeaderForm) throws(HeaderError) -> WireLines {
        var bytes: [UInt8] = []
        try self.write(to: &bytes, form: form)
        // Between parts the line end belongs to the boundary; a message must bring its own.
        if !bytes.hasSuffix([.carriageReturn, .lineFeed]) { bytes += [.carriageReturn, .lineFeed] }
        do throws(WireTextError) {
            return try WireLines(validating: bytes)
        } catch {
            throw HeaderError(code: .lineTooLong, field: .contentType)
        }
    }

    private func write(to output: inout [UInt8], form: HeaderForm) throws(HeaderError) {
        for field in self.headerFields { output += try field.lines(form: form).bytes }
        switch self.content {
        case .text(let type, let text):
            let canonical = text.withCRLFLineEnds
            let encoding = ContentTransferEncoding.choose(for: canonical)
            output += try HeaderField(.contentType, .mediaType(type)).lines(form: form).bytes
            output += try HeaderField(.contentTransferEncoding, .token(encoding.token)).lines(form: form).bytes
            output += [.carriageReturn, .lineFeed]
            output += encoding.encode(canonical)
        case .data(let type, let bytes):
            output += try HeaderField(.contentType, .mediaType(type)).lines(form: form).bytes
            let encoding = ContentTransferEncoding.base64
            output += try HeaderField(.contentTransferEncoding, .token(encoding.token)).lines(form: form).bytes
            output += [.carriageReturn, .lineFeed]
            output += encoding.encode(bytes)
        case .alternative(let parts), .related(let parts), .mixed(let parts):
            var bodies: [[UInt8]] = []
            for part in parts {
                var body: [UInt8] = []
                try part.write(to: &body, form: form)
                bodies.append(body)
            }
            let boundary = Boundary.make(avoiding: bodies)
            let type = self.mediaType(boundary: boundary)
            output += try HeaderField(.contentType, .mediaType(type)).lines(form: form).bytes
            output += [.carriageReturn, .lineFeed]
            for body in bodies {
                output += "--\(boundary)\r\n".utf8
                output += body
                output += [.carriageReturn, .lineFeed]
            }
            output += "--\(boundary)--\r\n".utf8
        }
    }
}

extension [UInt8] {
    /// The text with every LF, CR and CR LF as CR LF.
    package var withCRLFLineEnds: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(self.count + self.count / 32)
        var index = 0
        while index < self.count {
            let byte = self[index]
            index += 1
            guard byte == .carriageReturn || byte == .lineFeed else {
                output.append(byte)
                continue
            }
            if byte == .carriageReturn, index < self.count, self[index] == .lineFeed { index += 1 }
            output += [.carriageReturn, .lineFeed]
        }
        return output
    }

    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
        self.count >= suffix.count && self[(self.count - suffix.count)...].elementsEqual(suffix)
    }
}
