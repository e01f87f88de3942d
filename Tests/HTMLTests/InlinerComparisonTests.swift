// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import HTML
import TestSupport
import Testing

/// The inliner against css-inline and against Chromium.
@Suite(.enabled(if: Python.isPresent, "python3 is not installed"), .serialized)
struct InlinerComparisonTests {
    /// The documents before and after, as Python reads them.
    private func cases() throws -> [UInt8] {
        let cases = try InliningCase.all.map { test in
            let after = try CSSInliner().inline(Array(test.html.utf8)).html
            return ["name": test.name, "before": test.html, "after": String(decoding: after, as: UTF8.self)]
        }
        return Array(try JSONSerialization.data(withJSONObject: cases))
    }

    /// What a script says of each case: `NAME: DIFFERENCE` in lines.
    private func differences(_ script: String) throws -> [String: String] {
        let lines = try Python.run(script, input: self.cases()).split(separator: "\n").map(String.init)
        #expect(lines.last == "compared \(InliningCase.all.count)")
        var differences: [String: String] = [:]
        for line in lines.dropLast() {
            let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
            if parts.count == 2, differences[parts[0]] == nil { differences[parts[0]] = parts[1] }
        }
        return differences
    }

    private func expect(_ differences: [String: String], toBe explained: (InliningCase) -> String?) {
        for test in InliningCase.all {
            let difference = differences[test.name]
            if let reason = explained(test) {
                #expect(difference != nil, "\(test.name) no longer differs, though \(reason)")
            } else {
                #expect(difference == nil, "\(test.name)")
            }
        }
    }

    @Test(.enabled(if: hasOtherInliner, "css-inline for Python is not installed and cannot be"))
    func elementsGetTheStyleThatCSSInlineGivesThem() throws {
        let differences = try self.differences(Self.otherInliner.replacing("PYTHON", with: Self.python))
        self.expect(differences) { $0.otherInliner }
    }

    @Test(.enabled(if: hasBrowser, "Chromium is not installed or does not run here"))
    func aBrowserComputesTheSameStyles() throws {
        self.expect(try self.differences(Self.launching + Self.browser)) { $0.browser }
    }

    private static let folder = TestData.package + ".build-python"
    private static let python = folder + "/bin/python"

    /// Installs css-inline in a folder of its own, if it is not there yet.
    private static let hasOtherInliner: Bool = {
        let script = """
            import os, subprocess, venv
            python = '\(Self.python)'
            if not os.path.exists(python):
                venv.create('\(Self.folder)', with_pip=True)
            if subprocess.run([python, '-c', 'import css_inline'], stderr=subprocess.DEVNULL).returncode:
                subprocess.run([python, '-m', 'pip', 'install', '--quiet', 'css-inline==0.24.0'], check=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
            print('here')
            """
        return (try? Python.run(script, input: [])) == "here\n"
    }()

    private static let hasBrowser =
        (try? Python.run(Self.launching + "print('here' if '<p>x</p>' in dump('<p>x') else '')", input: [])) == "here\n"

    /// Compares, element by element, the declarations that win in the `style` attributes.
    private static let otherInliner = #"""
        import html.parser, json, re, subprocess, sys
        python = 'PYTHON'
        program = '''
        import css_inline, json, sys
        inliner = css_inline.CSSInliner(load_remote_stylesheets=False)
        print(json.dumps([inliner.inline(case['before']) for case in json.load(open(sys.argv[1]))]))
        '''
        others = json.loads(subprocess.run([python, '-c', program, sys.argv[1]], check=True,
                                           stdout=subprocess.PIPE).stdout)

        SIDES = ('top', 'right', 'bottom', 'left')

        def styles(text):
            found = []
            class Reader(html.parser.HTMLParser):
                def handle_starttag(self, tag, attributes):
                    if tag not in ('html', 'head', 'title', 'style', 'tbody', 'meta'):
                        found.append((tag, winners(dict(attributes).get('style') or '')))
                handle_startendtag = handle_starttag
            reader = Reader()
            reader.feed(text)
            return found

        def winners(style):
            style = re.sub(r'/\*.*?\*/', '', style, flags=re.S)
            result = {}
            for weight in (False, True):
                for declaration in re.findall(r'''(?:[^;"'(]|"[^"]*"|'[^']*'|\((?:[^()]|\([^()]*\))*\))+''', style):
                    name, colon, value = declaration.partition(':')
                    value, count = re.subn(r'\s*!\s*important\s*$', '', value.strip(), flags=re.I)
                    if not colon or bool(count) != weight:
                        continue
                    name = name.strip().lower()
                    value = re.sub(r'\s+', ' ', re.sub(r'''"([^"']*)"''', r"'\1'", value))
                    parts = value.split(' ')
                    if name in ('margin', 'padding') and len(parts) <= 4:
                        top, right, bottom, left = (parts * 4)[:4] if len(parts) in (1, 2, 4) else parts + parts[1:2]
                        for side, part in zip(SIDES, (top, right, bottom, left)):
                            result[name + '-' + side] = part
                    else:
                        result[name] = value
            return result

        cases = json.load(open(sys.argv[1]))
        for case, other in zip(cases, others):
            mine, theirs = styles(case['after']), styles(other)
            if [tag for tag, _ in mine] != [tag for tag, _ in theirs]:
                print(case['name'] + ': other elements')
            for (tag, a), (_, b) in zip(mine, theirs):
                if a != b:
                    print(f"{case['name']}: {tag} has {a}, css-inline says {b}")
        print('compared', len(cases))
        """#

    /// `dump`, which gives the document that the browser makes of a page, its scripts run.
    private static let launching = #"""
        import html, json, os, re, shutil, subprocess, sys, tempfile

        def dump(page):
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, 'page.html')
                with open(path, 'w') as file:
                    file.write(page)
                return subprocess.run(
                    [shutil.which('chromium') or shutil.which('google-chrome'), '--headless', '--no-sandbox',
                     '--disable-gpu', '--user-data-dir=' + folder + '/profile',
                     '--host-resolver-rules=MAP * ~NOTFOUND', '--dump-dom', 'file://' + path],
                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=120).stdout.decode()

        """#

    /// Compares, element by element, every property that the browser computes before and after.
    private static let browser = #"""
        cases = json.load(open(sys.argv[1]))
        page = '''<!DOCTYPE html><meta charset="utf-8"><pre id="result"></pre><script>
        const cases = CASES;
        function styles(text) {
            const frame = document.createElement('iframe');
            frame.width = 800;
            document.body.append(frame);
            const inside = frame.contentDocument;
            inside.open(); inside.write(text); inside.close();
            const view = frame.contentWindow;
            const elements = [inside.documentElement, ...inside.body.querySelectorAll('*'), inside.body];
            const found = elements.map(element => {
                const computed = view.getComputedStyle(element);
                const names = [...computed].concat([...computed.length ? ['--ink'] : []]);
                return [element.tagName, Object.fromEntries(names.map(name => [name, computed.getPropertyValue(name)]))];
            });
            frame.remove();
            return found;
        }
        const lines = [];
        for (const item of cases) {
            const before = styles(item.before), after = styles(item.after);
            if (before.length !== after.length || before.length < 20) lines.push(item.name + ': other elements');
            before.forEach(([tag, wanted], index) => {
                const got = (after[index] || [])[1] || {};
                for (const name in wanted)
                    if (wanted[name] !== got[name])
                        lines.push(`${item.name}: ${tag} ${name} was ${wanted[name]}, is ${got[name]}`);
            });
        }
        lines.push('compared ' + cases.length);
        document.getElementById('result').textContent = lines.join('\\n');
        </script>'''.replace('CASES', json.dumps(cases).replace('<', '\\u003c'))
        result = re.search('<pre id="result">(.*?)</pre>', dump(page), re.S)
        print(html.unescape(result.group(1)))
        """#
}
