// What the real OpenID Connect server remembers, apart from the server itself: another one with other keys goes on with
// the same sessions, codes and tokens. Nothing is ever thrown away for its age: the server looks at that by itself.

/** The class that `oidc-provider` makes its stores of; all that it makes share one memory. */
export function memory() {
  const kept = new Map();

  return class {
    #model;

    constructor(model) {
      this.#model = model;
    }

    #key(id) {
      return `${this.#model} ${id}`;
    }

    #where(fits) {
      return [...kept].find(([key, value]) => key.startsWith(`${this.#model} `) && fits(value))?.[1];
    }

    async upsert(id, payload) {
      kept.set(this.#key(id), payload);
    }

    async find(id) {
      return kept.get(this.#key(id));
    }

    async findByUid(uid) {
      return this.#where((value) => value.uid === uid);
    }

    async findByUserCode(code) {
      return this.#where((value) => value.userCode === code);
    }

    async consume(id) {
      kept.get(this.#key(id)).consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id) {
      kept.delete(this.#key(id));
    }

    /** Codes and tokens of every kind that came of one consent. */
    async revokeByGrantId(grantId) {
      for (const [key, value] of kept) if (value.grantId === grantId && /^\w+(Token|Code) /.test(key)) kept.delete(key);
    }
  };
}
