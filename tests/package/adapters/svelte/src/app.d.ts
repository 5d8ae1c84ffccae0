declare global {
  interface Window {
    seen?: { mounts: number; renders: number };
  }
}

export {};
