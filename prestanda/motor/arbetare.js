// En process som fyller avtalet med en motor i JavaScript: node arbetare.js MOTOR MALL UPPGIFTER. Se arbetare.py.
const fs = require("fs");
const readline = require("readline");
const [, , motor, mall, uppgifter] = process.argv;
const innehåll = fs.readFileSync(mall);
const ord = JSON.parse(fs.readFileSync(uppgifter, "utf8"));

const motorer = {
  docxtemplater() {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    return async () => {
      const dokument = new Docxtemplater(new PizZip(innehåll), { paragraphLoop: true, linebreaks: true });
      dokument.render(ord);
      return dokument.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  "easy-template-x"() {
    const { TemplateHandler } = require("easy-template-x");
    const hanterare = new TemplateHandler();
    return async () => Buffer.from(await hanterare.process(innehåll, ord));
  },
  carbone() {
    const carbone = require("carbone");
    return () => new Promise((klar, fel) => carbone.render(mall, ord, (e, svar) => (e ? fel(e) : klar(svar))));
  },
};

async function main() {
  const fyll = motorer[motor]();
  let dokument = Buffer.alloc(0);
  for await (const rad of readline.createInterface({ input: process.stdin })) {
    const [vad, ...rest] = rad.trim().split(" ");
    if (vad === "text") {
      fs.writeFileSync(rest.join(" "), dokument);
      console.log("sparad");
    } else if (vad === "minne") {
      console.log(/VmHWM:\s*(\d+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))[1]);
    } else {
      const början = process.hrtime.bigint();
      for (let n = 0; n < Number(vad); n++) dokument = await fyll();
      console.log(Number(process.hrtime.bigint() - början) / 1e9);
    }
  }
  process.exit(0);
}
main().catch((fel) => { console.error(fel); process.exit(1); });
