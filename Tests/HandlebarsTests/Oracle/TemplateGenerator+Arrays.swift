// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Data of which much is equal, and templates whose output tells what is the same.
extension TemplateGenerator {
    mutating func taskWithEqualArrays() -> HandlebarsJS.Task {
        let array = self.pick(["[1]", "[]", "[\"1\"]", "[[1]]", "[{}]", "[1,2]", "[null]", "[[1],[1]]"])
        let other = self.pick([
            "[1]", "1", "\"1\"", "\"1,2\"", "true", "\"\"", "0", "{}", "\"[object Object]\"", "null",
        ])
        let json = """
            {"a":\(array),"b":\(array),"c":\(other),"list":[\(array),\(array),\(other)],\
            "map":{"a":\(array),"b":\(other)},"name":"root"}
            """
        return HandlebarsJS.Task(
            template: self.nest(3), json: json, partials: ["p": "<{{length}}{{../length}}{{../../name}}>"])
    }

    private mutating func nest(_ depth: Int) -> String {
        let shown = "{{length}}|{{../length}}|{{../../length}}|{{../name}}|{{../../name}}|{{x}}|{{x.length}}|{{y}};"
        guard depth > 0 else { return shown }
        let inner = self.nest(depth - 1)
        let path = self.place()
        let params = self.pick(["", "", " as |x|", " as |x y|"])
        switch self.below(10) {
        case 0...3: return "{{#with \(path)\(params)}}\(shown)\(inner){{else}}-{{/with}}"
        case 4...6: return "{{#each \(path)\(params)}}\(shown)\(inner){{else}}-{{/each}}"
        case 7:
            let name = self.pick(["a", "b", "c", "list", "map", "x", "y", "../a", "../map"])
            return "{{#\(name)\(params)}}\(shown)\(inner){{else}}-{{/\(name)}}"
        case 8: return "{{#*inline \"i\"}}\(inner){{/inline}}{{> i \(path)}}{{> p \(self.place())}}"
        default: return "{{#> @partial-block}}{{#> none \(path)}}\(inner){{/none}}{{/@partial-block}}"
        }
    }

    private mutating func place() -> String {
        let start = self.pick(["", "", "../", "../../", "@root.", "x.", "y."])
        let name = self.pick([
            "a", "b", "c", "list", "map.a", "map.b", "list.[0]", "list.[1]", "list.[2]", "[0]", "[1]",
        ])
        return self.chance(20) ? self.pick(["this", "..", "../..", "x", "y"]) : start + name
    }
}
