export default ({ isSsrBuild }) => ({
  build: isSsrBuild ? {} : { rolldownOptions: { input: ['index.html', 'hydrate.html'] } },
  // One file for Node, with everything in it.
  ssr: { noExternal: true },
});
