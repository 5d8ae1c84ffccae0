/** A test process that is stopped takes along the servers that it started: they are ended when it exits. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
