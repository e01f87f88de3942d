// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import NIOCore

/// The last handler before the socket, and the only one that writes bytes: it takes nothing but ``WireLines``.
final class WireLinesEncoder: ChannelOutboundHandler {
    typealias OutboundIn = WireLines
    typealias OutboundOut = ByteBuffer

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let lines = Self.unwrapOutboundIn(data)
        context.write(Self.wrapOutboundOut(context.channel.allocator.buffer(bytes: lines.bytes)), promise: promise)
    }
}
