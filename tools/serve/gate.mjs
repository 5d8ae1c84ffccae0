// Holds token requests of the real OpenID Connect server, so that a test can let something happen while one is on its
// way: before the server handles it (nothing has rotated yet), or after (rotated, but nobody has been told).

/**
 * A gate. `hold({ before, after })`: so many of the next token requests are held there. `release({ cut })`: those that
 * are held go on, or lose their connection; no more are held.
 */
export function createGate() {
  const left = { before: 0, after: 0 };
  const held = new Set();

  // Resolves with false where the client has gone or is cut off: what was not handled yet never will be.
  const wait = (entry, response, where) => {
    if (left[where] === 0) return Promise.resolve(true);
    left[where] -= 1;
    entry.held = where;
    return new Promise((resolve) => {
      const one = {
        end(cut) {
          held.delete(one);
          response.off('close', gone);
          entry.held = null;
          if (cut) response.destroy();
          if (cut) entry.lost = true;
          resolve(!cut);
        },
      };
      const gone = () => one.end(true);
      response.on('close', gone);
      held.add(one);
    });
  };

  return {
    hold(counts) {
      Object.assign(left, counts);
    },
    release({ cut = false } = {}) {
      Object.assign(left, { before: 0, after: 0 });
      for (const one of [...held]) one.end(cut);
    },
    /** Hands `request` to `answer` when it may pass, and its answer to the client when that may. */
    async pass(entry, request, response, answer) {
      const end = response.end.bind(response);
      response.end = (...given) => {
        entry.status = response.statusCode;
        void wait(entry, response, 'after').then((free) => free && end(...given));
        return response;
      };
      if (await wait(entry, response, 'before')) answer(request, response);
    },
  };
}
