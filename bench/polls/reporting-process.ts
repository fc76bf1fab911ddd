// Runs the server module named by its argument and tells its parent, when asked, what processor time it has used.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000 });
});
process.once('disconnect', () => process.exit(0));

const [, , server = ''] = process.argv;
await import(server);
