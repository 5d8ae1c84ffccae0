/** What can be changed at a provider's test double. Nothing of this exists with a real service. */
import type { Switches } from '../switches.js';

/** One thing that the double can be told to do in several ways. */
export interface Knob {
  readonly name: string;
  readonly legend: string;
  /** The value of what it does by itself; without it the first. */
  readonly usual?: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly switches: Switches }[];
}

/** One thing that is on or off, and off by itself. */
export interface Toggle {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly on: Switches;
  readonly off: Switches;
}

/** Whose tokens something happens to. */
export interface Whose {
  readonly client: string;
  readonly user: string;
}

/** Something that happens once, at a press, to whoever is signed in. */
export interface Act {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** The request of the control API. */
  readonly path: string;
  body(whose: Whose): Readonly<Record<string, unknown>>;
  /** What has happened then, in a sentence. */
  readonly done: string;
}

export interface Double {
  /** What this stands for at the real service. */
  readonly hint: string;
  readonly acts: readonly Act[];
  readonly knobs: readonly Knob[];
  readonly toggles: readonly Toggle[];
}

/** What the double does by itself, of everything that can be changed here. */
export function usualOf({ knobs, toggles }: Double): Switches {
  const usual = knobs.map(({ usual, options }) => options.find(({ value }) => value === usual) ?? options[0]);
  return merged([...toggles.map(({ off }) => off), ...usual.map((option) => option?.switches ?? {})]);
}

/** Later ones go over earlier ones, switch by switch. */
export function merged(all: readonly Switches[]): Switches {
  const whole: Record<string, Record<string, unknown>> = {};
  for (const switches of all) {
    for (const [section, values] of Object.entries(switches)) whole[section] = { ...whole[section], ...values };
  }
  return whole;
}
