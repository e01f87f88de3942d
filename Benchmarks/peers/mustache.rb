# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
#
# Measures ruby-mustache: ruby mustache.rb WORKLOADS OUTPUT

require "json"
require "mustache"

folder, output = ARGV
data = JSON.parse(File.read("#{folder}/recipients.json", encoding: "UTF-8"))

FOOTER = File.read("#{folder}/footer.mustache", encoding: "UTF-8")

# A page whose only partial is the footer.
class Page < Mustache
  def partial(_name) = FOOTER
end

def report(name)
  best = 0
  4.times do
    start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    count = 0
    elapsed = 0
    while elapsed < 0.4
      16.times do
        yield count
        count += 1
      end
      elapsed = Process.clock_gettime(Process::CLOCK_MONOTONIC) - start
    end
    best = [best, count / elapsed].max
  end
  puts "#{name} #{best}"
end

%w[large small].each do |name|
  source = File.read("#{folder}/#{name}.mustache", encoding: "UTF-8")
  view = Page.new
  view.template = source
  File.write("#{output}/#{name}", data.map { |item| view.render(item) }.join)
  report(name) { |i| view.render(data[i % data.size]).bytesize }
  next unless name == "large"

  report("compile") do |i|
    fresh = Page.new
    fresh.template = source
    fresh.render(data[i % data.size]).bytesize
  end
end
