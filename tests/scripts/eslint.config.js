// What is wrong in a script for certain: a name that is not there, one that is not used, and the like.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    languageOptions: { globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: { "no-unused-vars": ["error", { ignoreRestSiblings: true }] }, // `{ left_out, ...rest }`
  },
];
