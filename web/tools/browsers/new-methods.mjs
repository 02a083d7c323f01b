import { features } from "web-features";

/**
 * ESLint rule: reports calls of methods that are newer than `settings.baselineDate`. `compat` finds what belongs to
 * a global object, such as `URL.parse`. This rule finds the methods of other objects by name, such as
 * `element.checkVisibility`. Only names of several words are checked: our own functions are often called `find` or
 * `share`.
 */
export const newMethods = {
  create(context) {
    const names = newNames(context.settings.baselineDate);
    return {
      CallExpression({ callee }) {
        const name = callee.property?.name;
        if (!callee.computed && names.has(name)) {
          context.report({ node: callee, message: `${name}() is newer than the baseline` });
        }
      },
    };
  },
};

/** Names that no interface had at the date. The keys are like "api.Element.checkVisibility". */
function newNames(date) {
  const old = new Set();
  const all = Object.values(features).flatMap((one) => Object.entries(one.status?.by_compat_key ?? {}));
  for (const [key, { baseline_high_date: since }] of all) {
    if (since && since.replace("≤", "") <= date) old.add(lastPart(key));
  }
  const methods = all.map(([key]) => lastPart(key)).filter((name) => /^[a-z]+[A-Z]\w*$/.test(name));
  return new Set(methods.filter((name) => !old.has(name)));
}

/** Static methods have keys like "api.URL.createObjectURL_static". */
const lastPart = (key) => key.slice(key.lastIndexOf(".") + 1).replace(/_static$/, "");
