import { Component, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { createAuth } from 'docgate';

declare const docspacePortal: string;

const auth = createAuth({
  provider: { id: 'docspace', portal: docspacePortal },
  clientId: 'demo-docspace',
  redirectUri: '/callback',
  scopes: ['accounts.self:read'],
});

@Component({
  selector: 'app-root',
  template: `
    <p id="status">{{ status() }}</p>
    <p id="via">{{ via() }}</p>
    <p id="me">{{ me() }}</p>
    <button id="login" (click)="login()">Sign in</button>
    <button id="call" (click)="call()">Who am I?</button>
  `,
})
class App {
  readonly status = signal<string>(auth.snapshot().status);
  readonly via = signal('');
  readonly me = signal('');

  constructor() {
    auth.subscribe(() => this.status.set(auth.snapshot().status));
    void auth.ready().then((outcome) => {
      this.via.set(outcome.status === 'signed-in' ? outcome.via : '');
      this.status.set(auth.snapshot().status);
    });
  }

  login(): void {
    void auth.login();
  }

  async call(): Promise<void> {
    const answer = await auth.fetch('/api/2.0/people/@self');
    const { response } = (await answer.json()) as { response: { displayName: string } };
    this.me.set(response.displayName);
  }
}

void bootstrapApplication(App);
