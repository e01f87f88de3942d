// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors
//
// Measures handlebars.js: node handlebars.js WORKLOADS OUTPUT

"use strict";
const fs = require("fs");
const Handlebars = require("/usr/share/javascript/handlebars/handlebars.js");
const [folder, output] = process.argv.slice(2);
const data = JSON.parse(fs.readFileSync(`${folder}/recipients.json`, "utf8"));

function report(name, work) {
  let best = 0, sum = 0;
  for (let round = 0; round < 6; round++) {
    const start = process.hrtime.bigint();
    let count = 0, elapsed = 0;
    while (elapsed < 0.4) {
      for (let i = 0; i < 16; i++) sum += work(count++);
      elapsed = Number(process.hrtime.bigint() - start) / 1e9;
    }
    best = Math.max(best, count / elapsed);
  }
  console.log(name, sum > 0 ? best : 0);
}

const footer = fs.readFileSync(`${folder}/footer.hbs`, "utf8");
Handlebars.registerPartial("footer", footer);

for (const name of ["large", "small"]) {
  const source = fs.readFileSync(`${folder}/${name}.hbs`, "utf8");
  const template = Handlebars.compile(source);
  fs.writeFileSync(`${output}/${name}`, data.map((item) => template(item)).join(""));
  // V8 joins strings only when someone reads them: the bytes are what is asked for, as of every other engine.
  report(name, (i) => Buffer.from(template(data[i % data.length])).length);
  if (name === "large") {
    report("compile", (i) => {
      // A partial keeps its compiled form for as long as it is registered.
      Handlebars.registerPartial("footer", footer);
      return Buffer.from(Handlebars.compile(source)(data[i % data.length])).length;
    });
  }
}
