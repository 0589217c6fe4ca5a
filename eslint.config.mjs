import tseslint from "typescript-eslint";
import vue from "eslint-plugin-vue";

const NOTHING_SWALLOWED = ["CatchClause[param=null]", "CallExpression[callee.property.name='catch'] > :function[params.length=0]"].map((selector) => ({
  selector,
  message: "look at the error: check its class, hand it on, or report it (wallet/if-read.ts, wallet/waiting.ts)",
}));
const NO_FLOATS = { name: "parseFloat", message: "amounts are bigint attoFIL" };
const ONE_DOOR = ["chrome", "browser"].map((name) => ({ name, message: "the browser is reached through extension/shared/browser.ts" }));

/** House rules the compiler cannot express. Arrows between folders: .dependency-cruiser.cjs. Form: prettier. */
export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      "dist/",
      "dist-firefox/",
      "build/",
      "actor/sdk/",
      "actor/owner/",
      "**/*.generated.ts",
      "**/*.cjs",
      "test/reference/",
      "test/actors/",
    ],
  },
  ...tseslint.configs.recommended,
  ...vue.configs["flat/recommended"],
  {
    files: ["**/*.vue"],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_" }],
      "no-eval": "error",
      "no-new-func": "error",
      "no-restricted-globals": ["error", NO_FLOATS],
      eqeqeq: "error",
      "vue/no-v-html": "error",
      "vue/multi-word-component-names": "off",
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": "off",
      "vue/html-indent": "off",
      "vue/html-closing-bracket-newline": "off",
      "vue/multiline-html-element-content-newline": "off",
      "vue/attributes-order": "off",
      "vue/first-attribute-linebreak": "off",
    },
  },
  {
    // Run in Node, page, web worker and service worker alike; what Node has beyond them is handed in.
    files: [
      "filecoin/**/*.ts",
      "actor/abi/**/*.ts",
      "devnet/{kernel,state,builtin,chain}/**/*.ts",
      "wallet/**/*.ts",
      "extension/{background,shared}/**/*.ts",
      "extension/worker.ts",
    ],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        NO_FLOATS,
        ...ONE_DOOR,
        ...["process", "Buffer", "global", "require", "module", "__dirname", "__filename", "setImmediate", "clearImmediate"].map((name) => ({
          name,
          message: "this room runs in a web worker too",
        })),
      ],
    },
  },
  {
    // Its numbers share one setting, which is made in one place.
    files: ["**/*.ts", "**/*.vue"],
    ignores: ["extension/popup/format/filecoin-number*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["@glif/filecoin-number*", "bignumber.js"], message: "amounts are bigint attoFIL; what people read: popup/format/filecoin-number.ts" },
          ],
        },
      ],
    },
  },
  {
    files: ["extension/popup/**/*.ts", "extension/**/*.vue"],
    ignores: ["**/*.test.ts"],
    rules: { "no-restricted-globals": ["error", NO_FLOATS, ...ONE_DOOR] },
  },
  {
    files: ["extension/**/*.ts", "extension/**/*.vue"],
    ignores: ["extension/shared/browser.ts", "**/*.test.ts", "extension/popup/format/filecoin-number*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [{ name: "webextension-polyfill", message: "the browser is reached through shared/browser.ts" }],
          patterns: [
            { group: ["@glif/filecoin-number*", "bignumber.js"], message: "amounts are bigint attoFIL; what people read: popup/format/filecoin-number.ts" },
          ],
        },
      ],
    },
  },
  {
    // Whoever catches an error looks at it: its class decides, or it goes on, to a person or into the diagnostic log.
    files: ["extension/**/*.ts", "extension/**/*.vue"],
    ignores: ["**/*.test.ts"],
    rules: { "no-restricted-syntax": ["error", ...NOTHING_SWALLOWED] },
  },
  {
    // A memory that nobody bounds and nobody hands in: see wallet/remembered.ts.
    files: ["wallet/**/*.ts", "extension/background/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...NOTHING_SWALLOWED,
        ...["Program > VariableDeclaration", "Program > ExportNamedDeclaration > VariableDeclaration"].map((top) => ({
          selector: `${top} > VariableDeclarator > NewExpression[callee.name=/^(Weak)?(Map|Set)$/][arguments.length=0]`,
          message: "no module-level cache: a bounded memory is handed in",
        })),
      ],
    },
  },
);
