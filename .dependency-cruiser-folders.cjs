const { options } = require("./.dependency-cruiser.cjs");

/** No circle of folders in what is shipped. Tests are left out: a test of a low room may look at it through the whole worker. */
module.exports = {
  forbidden: [
    {
      name: "no-circle-of-folders",
      severity: "error",
      comment: "a circle hides which room is the lower one, though no file is in one",
      scope: "folder",
      from: {},
      to: { circular: true },
    },
  ],
  options: { ...options, exclude: { path: `${options.exclude.path}|(\\.test|/devnet-worker|/test-[a-z-]+)\\.ts$` } },
};
