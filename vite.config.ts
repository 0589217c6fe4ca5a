import { fileURLToPath } from "node:url";
import VueI18nPlugin from "@intlify/unplugin-vue-i18n/vite";
import { crx } from "@crxjs/vite-plugin";
import vue from "@vitejs/plugin-vue";
import { minify } from "terser";
import { defineConfig, type InlineConfig, type Plugin } from "vite";
import manifest from "./manifest.config.ts";
import { pageAliases, workerAliases } from "./package-aliases.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const defines = {
  __VUE_OPTIONS_API__: "false",
  __VUE_PROD_DEVTOOLS__: "false",
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  __INTLIFY_PROD_DEVTOOLS__: "false",
  __INTLIFY_JIT_COMPILATION__: "false",
  __INTLIFY_DROP_MESSAGE_COMPILER__: "true",
};

/** What the worker asks of the Rust signer (extension/background/secrets/keys/signer-glue.d.ts); its Wasm asks for what begins with "__wb". */
const GLUE_IN_USE = /^(__wb\w+|transactionSign|keyRecover|keyRecoverBLS|keyDeriveFromSeed)$/;

/** The signer's glue goes to its Wasm as one object, so that no bundler can tell which of its functions nobody calls: here they are left out. */
const signerGlue: Plugin = {
  name: "signer-glue",
  enforce: "pre",
  transform(code, id) {
    if (!/filecoin_signer_wasm_bg\.js$/.test(id)) return undefined;
    const pieces = code.split(/^(?=(?:export )?(?:function|class|const|let) )/m);
    const used = pieces.filter((piece) => {
      const name = /^export function (\w+)\(/m.exec(piece)?.[1];
      return name === undefined || GLUE_IN_USE.test(name);
    });
    return { code: used.join(""), map: null };
  },
};

/** What the worker uses of the browser. Chrome's own promises serve the rest, which pages use. */
const APIS_IN_USE = ["alarms", "idle", "permissions", "runtime", "storage"];

/** The polyfill knows every call of every browser there was: the worker ships what it uses. */
const browserApis: Plugin = {
  name: "browser-apis",
  enforce: "pre",
  transform(code, id) {
    if (!/browser-polyfill\.js$/.test(id)) return undefined;
    const table = /(?<=const apiMetadata = )\{.*?^ {6}\}(?=;)/ms;
    const all = Object.entries(JSON.parse(table.exec(code)?.[0] ?? "{}") as Record<string, unknown>);
    if (all.length === 0) throw new Error("expected the polyfill's table of calls");
    return { code: code.replace(table, () => JSON.stringify(Object.fromEntries(all.filter(([name]) => APIS_IN_USE.includes(name))))), map: null };
  },
};

/**
 * Filecoin's BLS signatures are points of G2. The table by which a hash becomes a point of G1 is a fiftieth of what the worker weighs and is never used: whoever
 * would use it gets an error. Everything else of the curve ships as it is.
 */
const noHashToG1: Plugin = {
  name: "no-hash-to-g1",
  enforce: "pre",
  transform(code, id) {
    if (!/node_modules\/@noble\/curves\/bls12-381\.js$/.test(id)) return undefined;
    const table = /^const isogenyMapG1 = isogenyMap\(Fp, \[$[\s\S]*?^\]\.map\(.*\);$/m;
    if (!table.test(code)) throw new Error(`expected a table for hashes to G1 in ${id}; drop this from vite.config.ts`);
    return { code: code.replace(table, 'const isogenyMapG1 = () => { throw new Error("hashes to G1 are left out of this build"); };'), map: null };
  },
};

/** Over the bundler's own minifier: one per cent less. */
const smallest: Plugin = {
  name: "smallest",
  async generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== "chunk") continue;
      const { code } = await minify(file.code, { module: true, toplevel: true, ecma: 2020, compress: { passes: 2 } });
      if (code === undefined) throw new Error(`expected terser to give code for ${file.fileName}`);
      file.code = code;
    }
  },
};

/**
 * The service worker, built first and alone: one static file. Built beside the pages it could share a chunk with them
 * and so receive Vite's helper for dynamic imports, which a service worker may not run.
 */
export const workerBuild: InlineConfig = {
  configFile: false,
  root: at("./"),
  publicDir: false,
  logLevel: "warn",
  plugins: [signerGlue, browserApis, noHashToG1, smallest],
  resolve: { alias: workerAliases },
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: at("./build/worker"),
    emptyOutDir: true,
    target: "chrome120",
    sourcemap: false,
    modulePreload: false,
    // One file by design; its bar is that of `npm run bench`.
    chunkSizeWarningLimit: 1_000,
    lib: { entry: at("./extension/worker.ts"), formats: ["es"], fileName: () => "service-worker.js" },
    // Library builds leave the whitespace in unless told.
    // The build of the pages takes a file without imports and exports for CommonJS, and wraps it once more.
    rollupOptions: { output: { codeSplitting: false, minify: true, footer: "export {};" } },
  },
};

/**
 * Two packages take all of Vue as one object to ask whether it has a function. Then all of Vue ships, its hook for developers' tools too. Here they get the
 * functions that they ask for.
 */
const vueByName: Plugin = {
  name: "vue-by-name",
  enforce: "pre",
  transform(code, id) {
    if (!/node_modules\/(vue-i18n\/dist\/vue-i18n\.runtime\.mjs|reka-ui\/dist\/shared\/useId\.js)$/.test(id)) return undefined;
    const whole = /^import \* as (\w+) from ['"]vue['"];$/m;
    if (!whole.test(code)) throw new Error(`expected ${id} to import all of Vue as one object; it does so no more: drop it from vite.config.ts`);
    return {
      code: code.replace(
        whole,
        'import { getCurrentInstance as instanceOfVue, useId as idOfVue } from "vue";\nconst $1 = { getCurrentInstance: instanceOfVue, useId: idOfVue };',
      ),
      map: null,
    };
  },
};

/** The pages and the manifest; `npm run build` builds the worker before. */
export default defineConfig({
  plugins: [
    vueByName,
    vue({ features: { optionsAPI: false } }),
    VueI18nPlugin({ include: [at("./extension/popup/locales/**")], runtimeOnly: true, compositionOnly: true, fullInstall: false, dropMessageCompiler: true }),
    crx({ manifest }),
  ],
  resolve: {
    alias: {
      ...pageAliases,
      vue: "vue/dist/vue.runtime.esm-bundler.js",
      // Its other builds carry their developers' tools along, an XMLHttpRequest among them, also into what ships.
      pinia: at("./node_modules/pinia/dist/pinia.esm-browser.prod.js"),
    },
  },
  define: defines,
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "chrome120",
    sourcemap: false,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { tab: at("./extension/popup/tab.html"), secret: at("./extension/popup/secret.html") } },
  },
});
