// In place of the page's own: counts how often it is made, and how often it shows who it is for.
import { useAuth } from 'docgate/solid';
import { onMount } from 'solid-js';

declare const window: { seen?: { mounts: number; renders: number } };

export function Room() {
  const { user, session } = useAuth();
  window.seen ??= { mounts: 0, renders: 0 };
  const { seen } = window;
  onMount(() => {
    seen.mounts += 1;
  });
  const who = () => {
    seen.renders += 1;
    return user()?.id;
  };
  return (
    <main id="room">
      <p id="who">{who()}</p>
      <input id="note" />
      <p id="expires">{session()?.expiresAt}</p>
    </main>
  );
}
