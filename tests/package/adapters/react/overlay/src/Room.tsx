// In place of the page's own: counts how often it is mounted, and how often it and its session are rendered.
import { useAuth, useSession } from 'docgate/react';
import { useEffect } from 'react';

declare const window: { seen: { mounts: number; renders: number } };

window.seen = { mounts: 0, renders: 0 };

export function Room() {
  const { user } = useAuth();
  window.seen.renders += 1;
  useEffect(() => {
    window.seen.mounts += 1;
  }, []);
  return (
    <main id="room">
      <p id="who">{user?.id}</p>
      <input id="note" />
      <Expiry />
    </main>
  );
}

function Expiry() {
  return <p id="expires">{useSession()?.expiresAt}</p>;
}
