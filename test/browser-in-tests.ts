/** Stands in for webextension-polyfill outside of a browser: whatever a test has put at `chrome`. */
const inTests = new Proxy({}, { get: (_, name) => (globalThis as { chrome?: Record<PropertyKey, unknown> }).chrome?.[name] });

export default inTests;
