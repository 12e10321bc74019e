/** What html-validate is asked beside its recommended rules. */

export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // Matters of taste: the standard takes either case, any length, and space where lines end.
    "doctype-style": "off",
    "long-title": "off",
    "no-trailing-whitespace": "off",
    // A script fills the headings of templates; axe looks at those that a page has.
    "empty-heading": "off",
    // The standard lets an id begin with a digit, and ARIA lets lists have names.
    "valid-id": ["error", { relaxed: true }],
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
  },
};
