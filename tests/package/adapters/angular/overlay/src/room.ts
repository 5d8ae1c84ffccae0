// In place of the page's own: counts how often it is mounted, and how often it shows who it is for.
import { Component, computed } from '@angular/core';
import { injectAuth } from 'docgate/angular';

declare const window: { seen: { mounts: number; renders: number } };

window.seen = { mounts: 0, renders: 0 };

@Component({
  selector: 'app-room',
  template: `
    <main id="room">
      <p id="who">{{ who() }}</p>
      <input id="note" />
      <p id="expires">{{ auth.session()?.expiresAt }}</p>
    </main>
  `,
})
export class Room {
  protected readonly auth = injectAuth();
  protected readonly who = computed(() => {
    window.seen.renders += 1;
    return this.auth.user()?.id;
  });

  constructor() {
    window.seen.mounts += 1;
  }
}
