'use client';

import { createAuth } from 'docgate';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { config, whoami } from '../shared/config.js';

const auth = createAuth(config());

export function SignIn() {
  const { status } = useSyncExternalStore(auth.subscribe, auth.snapshot, auth.snapshot);
  const [via, setVia] = useState('');
  const [me, setMe] = useState('');
  useEffect(() => {
    auth.ready().then((outcome) => setVia(outcome.via ?? ''));
  }, []);
  const call = async () => {
    const answer = await auth.fetch(whoami);
    setMe((await answer.json()).response.displayName);
  };
  return (
    <main>
      <p id="status">{status}</p>
      <p id="via">{via}</p>
      <p id="me">{me}</p>
      <button id="login" type="button" onClick={() => auth.login()}>
        Sign in
      </button>
      <button id="call" type="button" onClick={call}>
        Who am I?
      </button>
    </main>
  );
}
