import fc from "fast-check";

/**
 * Properties try new cases at every run, and print the seed of a failure; PEGGY_SEED repeats it. Continuous integration tries the same ones each time,
 * so that what lands does not hang on luck.
 */
const asked = process.env["PEGGY_SEED"] ?? (process.env["CI"] ? "20261121" : undefined);
if (asked !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });
