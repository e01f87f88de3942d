# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
#
# Measures the gem mail: ruby mail.rb WORKLOADS OUTPUT

require "mail"

folder, output = ARGV
texts = (0...16).map { |i| File.read("#{folder}/mail-#{i}.txt", encoding: "UTF-8") }
htmls = (0...16).map { |i| File.read("#{folder}/mail-#{i}.html", encoding: "UTF-8") }
subjects = File.read("#{folder}/mail-subjects", encoding: "UTF-8").lines(chomp: true)

compose = lambda do |i, cte|
  message = Mail.new
  message.date = "Sat, 01 Jan 2000 00:00:00 +0000"
  message.from = "\"Smith & Sons\" <noreply@example.com>"
  message.to = format("user.%03d@example.com", i)
  message.subject = subjects[i]
  message.message_id = "<#{i}@example.com>"
  message["Auto-Submitted"] = "auto-generated"
  message.text_part = Mail::Part.new do
    content_type "text/plain; charset=UTF-8"
    content_transfer_encoding cte
    body texts[i]
  end
  message.html_part = Mail::Part.new do
    content_type "text/html; charset=UTF-8"
    content_transfer_encoding cte
    body htmls[i]
  end
  message.to_s
end

{ "quoted-printable" => "compose-qp", "base64" => "compose-base64" }.each do |cte, name|
  File.binwrite("#{output}/#{name}", compose.call(0, cte))
  best = 0
  4.times do
    start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    count = 0
    elapsed = 0
    while elapsed < 0.4
      16.times do
        compose.call(count % 16, cte)
        count += 1
      end
      elapsed = Process.clock_gettime(Process::CLOCK_MONOTONIC) - start
    end
    best = [best, count / elapsed].max
  end
  puts "#{name} #{best}"
end
