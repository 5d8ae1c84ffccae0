/**
 * What the adapters use of Vue, Svelte and Angular, so that type-checking docgate needs none of them. The package refers to the
 * real ones; tests/package/adapters holds each adapter against those, types and all.
 */
declare module 'vue' {
  export interface ComputedRef<T> {
    readonly value: T;
  }
  export interface App {
    provide<T>(key: string, value: T): this;
  }
  export function computed<T>(read: () => T): ComputedRef<T>;
  export function shallowRef<T>(value: T): { value: T };
  export function inject<T>(key: string, fallback: T): T;
  export function effectScope(detached: boolean): { run<T>(work: () => T): T | undefined };
}

declare module 'svelte' {
  export function setContext<T>(key: unknown, value: T): T;
  export function getContext<T>(key: unknown): T;
}

declare module '@angular/core' {
  export type Signal<T> = () => T;
  export type WritableSignal<T> = Signal<T> & { set(value: T): void; asReadonly(): Signal<T> };
  export function signal<T>(value: T): WritableSignal<T>;
  export function computed<T>(read: () => T): Signal<T>;
  export class InjectionToken<T> {
    constructor(name: string, own?: { readonly providedIn: 'root'; readonly factory: () => T });
    readonly injected: T;
  }
  export function inject<T>(token: InjectionToken<T> | (abstract new (...given: never[]) => T)): T;
  export interface EnvironmentProviders {
    readonly environment: true;
  }
  export interface ValueProvider {
    readonly provide: unknown;
    readonly useValue: unknown;
    readonly multi?: boolean;
  }
  export function makeEnvironmentProviders(providers: readonly ValueProvider[]): EnvironmentProviders;
  export const ENVIRONMENT_INITIALIZER: InjectionToken<() => void>;
  export abstract class NgZone {
    abstract run<T>(work: () => T): T;
  }
}

declare module '@angular/common' {
  export abstract class Location {
    abstract prepareExternalUrl(url: string): string;
    abstract normalize(url: string): string;
  }
}

declare module '@angular/router' {
  export interface UrlTree {
    readonly root: object;
  }
  export abstract class Router {
    abstract parseUrl(url: string): UrlTree;
  }
  export type CanActivateFn = (route: object, state: { readonly url: string }) => Promise<boolean | UrlTree>;
}
