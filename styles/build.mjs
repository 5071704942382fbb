// Compiles styles/site.scss to static/site.css and its right-to-left twin, then writes a .gz and a .br beside every
// text file under static/. Run by `npm run styles`; the output is committed, so that running the site needs no npm.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import rtlcss from "rtlcss";
import { compile } from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const output = join(root, "static");
const TEXT = new Set([".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"]);

function compileSheets() {
  const { css } = compile(join(root, "styles", "site.scss"), {
    style: "compressed",
    charset: false,
    loadPaths: [join(root, "node_modules")],
    quietDeps: true,
  });
  writeFileSync(join(output, "site.css"), css + "\n");
  writeFileSync(join(output, "site.rtl.css"), rtlcss.process(css) + "\n");
}

function gzip(content) {
  const packed = gzipSync(content, { level: 9 });
  packed[9] = 255; // the header names the operating system; "unknown" keeps the bytes the same everywhere
  return packed;
}

function brotli(content) {
  return brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
}

function compressSiblings() {
  for (const entry of readdirSync(output, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (/\.(gz|br)$/.test(entry.name)) rmSync(path);
  }
  for (const entry of readdirSync(output, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !TEXT.has(extname(entry.name))) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const content = readFileSync(path);
    const gz = gzip(content);
    const br = brotli(content);
    writeFileSync(`${path}.gz`, gz);
    writeFileSync(`${path}.br`, br);
    console.log(`${path.slice(root.length + 1)}: ${content.length} bytes, ${gz.length} gz, ${br.length} br`);
  }
}

compileSheets();
compressSiblings();
