# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Measures Python's engines: templates.py ENGINE WORKLOADS OUTPUT, with pybars3, chevron or pystache as ENGINE."""

import json
import sys
import time

engine, folder, output = sys.argv[1:]
with open(f"{folder}/recipients.json", encoding="utf-8") as file:
    data = json.load(file)


def partial(extension):
    with open(f"{folder}/footer.{extension}", encoding="utf-8") as file:
        return file.read()


def compiler(engine):
    if engine == "pybars3":
        import pybars

        def compile_(source):
            footer = pybars.Compiler().compile(partial("hbs"))
            template = pybars.Compiler().compile(source)
            return lambda item: template(item, partials={"footer": footer})

        return "hbs", compile_
    if engine == "pystache":
        import pystache

        def compile_(source):
            renderer = pystache.Renderer(partials={"footer": partial("mustache")})
            parsed = pystache.parse(source)
            return lambda item: renderer.render(parsed, item)

        return "mustache", compile_
    import chevron
    from chevron.tokenizer import tokenize

    def tokens(source):
        parsed = list(tokenize(source))
        partials = {"footer": partial("mustache")}
        return lambda item: chevron.render(parsed, item, partials_dict=partials)

    return "mustache", tokens


def report(name, work):
    best = 0
    for _ in range(4):
        start = time.perf_counter()
        count = 0
        elapsed = 0
        while elapsed < 0.4:
            for _ in range(16):
                work(count)
                count += 1
            elapsed = time.perf_counter() - start
        best = max(best, count / elapsed)
    print(name, best)


extension, compile_ = compiler(engine)
for name in ["large", "small"]:
    with open(f"{folder}/{name}.{extension}", encoding="utf-8") as file:
        source = file.read()
    template = compile_(source)
    with open(f"{output}/{name}", "w", encoding="utf-8") as file:
        file.write("".join(str(template(item)) for item in data))
    report(name, lambda i: len(str(template(data[i % len(data)])).encode()))
    if name == "large":
        report("compile", lambda i: len(str(compile_(source)(data[i % len(data)])).encode()))
