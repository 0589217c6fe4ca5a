declare module "@babel/runtime/helpers/regeneratorRuntime" {
  const runtime: () => unknown;
  export default runtime;
}
