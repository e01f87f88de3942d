# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
#
# Reads messages with Ruby's Mail: one path a line on standard input, one JSON object a line on standard output.

require 'base64'
require 'json'
require 'mail'

def addresses(field)
  field.addrs.map { |address| [address.display_name.to_s, address.address] }
end

STDIN.each_line(chomp: true) do |path|
  message = Mail.read_from_string(File.binread(path))
  attachments = message.attachments.map do |part|
    [part.filename, part.mime_type, Base64.strict_encode64(part.body.decoded)]
  end
  puts JSON.generate(
    subject: message.subject, from: addresses(message[:from]), to: addresses(message[:to]),
    text: message.text_part&.decoded, html: message.html_part&.decoded, attachments: attachments)
end
